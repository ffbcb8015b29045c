"""Classical models answer the same from their ONNX files as in their own libraries."""

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from inkread.classifier.onnx_model import OnnxClassifier
from inkread.errors import ModelError
from inkread.networks.classical_export import export_classical


@pytest.fixture(scope="module")
def xgb():
    return pytest.importorskip("xgboost").XGBClassifier(n_estimators=5, max_depth=3, n_jobs=1)


@pytest.fixture(scope="module")
def pixels(digits):
    """Ink of 400 of the embedded digits, flattened, and their labels."""
    images = digits.train_images[:400].astype(np.float32) / 255
    return images.reshape(len(images), -1), digits.train_labels[:400]


def exported(model, folder):
    return OnnxClassifier(export_classical(model, folder / "model.onnx", {"recipe": "classical"}))


@pytest.mark.parametrize(
    "model",
    [LogisticRegression(max_iter=20, tol=0.1), RandomForestClassifier(20, random_state=0)],
    ids=["logistic", "forest"],
)
def test_answers_are_scikit_learns(model, pixels, tmp_path):
    """Logistic regression and forest give predict_proba's numbers to 1e-5."""
    model.fit(*pixels)
    answers = exported(model, tmp_path)(pixels[0].reshape(-1, 28, 28))
    np.testing.assert_allclose(answers, model.predict_proba(pixels[0]), atol=1e-5)


def test_answers_are_xgboosts(xgb, pixels, tmp_path):
    """XGBoost's trees give predict_proba's numbers to 1e-5."""
    xgb.fit(*pixels)
    answers = exported(xgb, tmp_path)(pixels[0].reshape(-1, 28, 28))
    np.testing.assert_allclose(answers, xgb.predict_proba(pixels[0]), atol=1e-5)


def test_thresholds_between_two_numbers(tmp_path, rng):
    """A pixel just above or below a split goes the way it goes in the forest."""
    x = np.repeat(rng.random((50, 1), dtype=np.float32), 784, axis=1)
    model = RandomForestClassifier(5, random_state=0).fit(x, np.arange(50) % 10)
    splits = np.float32(model.estimators_[0].tree_.threshold)
    near = np.concatenate([splits, np.nextafter(splits, np.float32(2)), np.nextafter(splits, np.float32(-2))])
    near = np.repeat(near[:, None], 784, axis=1)
    answers = exported(model, tmp_path)(near.reshape(-1, 28, 28))
    np.testing.assert_allclose(answers, model.predict_proba(near), atol=1e-5)


def test_other_models(pixels, tmp_path):
    """A model of another kind is refused by the name of its class."""
    with pytest.raises(ModelError, match="got KNeighborsClassifier"):
        export_classical(KNeighborsClassifier().fit(*pixels), tmp_path / "model.onnx", {})


def test_other_classes(pixels, tmp_path):
    """A model without all ten classes is refused."""
    model = RandomForestClassifier(2).fit(pixels[0], pixels[1] % 2)
    with pytest.raises(ModelError, match=r"got the classes \[0, 1\] and 784 features"):
        export_classical(model, tmp_path / "model.onnx", {})


def test_not_fitted(tmp_path):
    """A model that is not fitted is refused."""
    with pytest.raises(ModelError, match=r"got the classes \[\] and 0 features"):
        export_classical(LogisticRegression(), tmp_path / "model.onnx", {})
