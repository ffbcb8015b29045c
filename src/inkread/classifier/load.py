"""A classifier from a run folder or an ONNX file. Keras files are for ``inkread.networks.load``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inkread.classifier.adapt import Probe, adapt
from inkread.classifier.base import Classifier
from inkread.classifier.kinds import Kind, kind_of
from inkread.classifier.learned import learned_model
from inkread.classifier.onnx_model import OnnxClassifier, OnnxModel
from inkread.errors import ModelError


@dataclass(frozen=True)
class Loaded:
    """A classifier and where it is from; ``understood`` is a sentence on how a file of others was taken."""

    classifier: Classifier
    name: str
    understood: str | None = None
    parameters: int | None = None


def load_classifier(path: str | Path, probe: Probe | None = None) -> Loaded:
    """The classifier in a run folder or an ONNX file, Inkread's or anybody's.

    ``probe`` is a few hundred labelled *training* digits, on which the file of somebody else is tried to
    find out how it wants its ink; without one, those that are on this machine. Raises ModelError for
    everything that is no such model.
    """
    path = Path(path)
    try:
        return _loaded(path, probe)
    except ModelError as error:
        if path != learned_model():
            raise
        raise ModelError(f"{error} It was learned; to take that back: inkread learn --undo") from error


def _loaded(path: Path, probe: Probe | None) -> Loaded:
    kind = kind_of(path)
    if kind in (Kind.KERAS, Kind.H5):
        raise ModelError(
            f"{path} is a Keras file, which is opened by inkread.networks.load.load_classifier. "
            "Give its classifier to inkread.reading.reader.Reader, or a run folder or an ONNX file here."
        )
    return load_onnx(path / "model.onnx" if kind is Kind.RUN else path, path.name, probe)


def load_onnx(path: Path, name: str, probe: Probe | None) -> Loaded:
    """The classifier in the ONNX file at ``path``, as ``load_classifier`` has it."""
    model = OnnxModel(path)
    if model.metadata:
        classifier = OnnxClassifier(path)
        return Loaded(classifier, name, None, classifier.metadata.get("parameters"))
    from inkread.classifier.probe import local_probe  # finds data, which no model of ours needs

    adapted, understood = adapt(model, model.input_shape, probe or local_probe(), name=str(path))
    return Loaded(adapted, name, understood)
