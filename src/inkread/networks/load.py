"""Any model a person has, as a classifier: run folders, ONNX and Keras files."""

from __future__ import annotations

from pathlib import Path

from inkread.classifier import load
from inkread.classifier.adapt import Probe, adapt
from inkread.classifier.kinds import Kind, kind_of
from inkread.classifier.load import Loaded
from inkread.networks.keras_backend import import_keras


def load_classifier(path: str | Path, probe: Probe | None = None) -> Loaded:
    """The classifier at ``path``; Keras is imported only where the file is Keras'.

    ``probe`` as in ``inkread.classifier.load``; a Keras file of our own says what it takes and is not tried.
    Raises ModelError for everything that is no such model, and MissingExtraError for a Keras file without
    the extra ``keras``.
    """
    path = Path(path)
    if kind_of(path) not in (Kind.KERAS, Kind.H5):
        return load.load_classifier(path, probe)
    import_keras(f"Opening {path.name}")
    from inkread.classifier.probe import local_probe
    from inkread.networks.keras_file import open_keras

    model = open_keras(path)
    tried_on = None if model.takes_ink else probe or local_probe()
    classifier, understood = adapt(model, model.input_shape, tried_on, name=str(path))
    return Loaded(classifier, path.name, understood, model.parameters)
