"""What a service reads with."""

from __future__ import annotations

from dataclasses import dataclass

from inkread.classifier.learned import learned_model
from inkread.service.reads import About, Reads


@dataclass(frozen=True)
class Model:
    """A reader and what is known of its classifier."""

    reader: Reads
    about: About


def open_model(model: str | None) -> Model:
    """The reader with the classifier of a run folder or an ONNX file.

    Without one: with what was learned last, else with what is shipped. Raises ModelError as
    ``classifier.load_classifier`` does.
    """
    from inkread.classifier.load import load_classifier
    from inkread.reading.line import shipped_recogniser
    from inkread.reading.reader import Reader
    from inkread.weights import READER

    learned = learned_model() if model is None else None
    loaded = load_classifier(model or learned or READER)
    name = "the shipped model" if not model and not learned else loaded.name
    about = About(
        name=name,
        understood=loaded.understood,
        parameters=loaded.parameters,
        learned=learned is not None,
        given=model is not None,
    )
    return Model(Reader(loaded.classifier, shipped_recogniser() if model is None else None), about)
