"""One tutorial's network trained its own way: a plain Keras script on TensorFlow, default ``fit``.

Run by train_epoch.py in an environment of its own: ``python keras_lesson.py mlp-512 mnist.npz EPOCHS``.
Prints one JSON object on its last line.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from keras import Input, Sequential
from keras.callbacks import Callback
from keras.layers import Activation, Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from keras.utils import to_categorical


def perceptron(first, second):
    """The networks of Koehler (512, 512) and of the ISLR lab (256, 128)."""
    return Sequential(
        [
            Input((784,)),
            Dense(first),
            Activation("relu"),
            Dropout(0.2),
            Dense(second),
            Activation("relu"),
            Dropout(0.2),
            Dense(10),
            Activation("softmax"),
        ]
    )


def convolutional():
    """The network of Zepeda."""
    return Sequential(
        [
            Input((28, 28, 1)),
            Conv2D(30, (5, 5), activation="relu"),
            MaxPooling2D(pool_size=(2, 2)),
            Conv2D(15, (3, 3), activation="relu"),
            MaxPooling2D(pool_size=(2, 2)),
            Dropout(0.2),
            Flatten(),
            Dense(128, activation="relu"),
            Dense(50, activation="relu"),
            Dense(10, activation="softmax"),
        ]
    )


LESSONS = {  # the network, the shape of a picture, the batch size
    "mlp-512": (lambda: perceptron(512, 512), (784,), 128),
    "mlp-256-128": (lambda: perceptron(256, 128), (784,), 128),
    "cnn-30-15": (convolutional, (28, 28, 1), 200),
}


class Clock(Callback):
    """Seconds of each epoch: of its training steps, and with its validation."""

    def __init__(self):
        super().__init__()
        self.training, self.whole = [], []

    def on_epoch_begin(self, epoch, logs=None):
        self.began, self.trained = time.perf_counter(), None

    def on_test_begin(self, logs=None):
        if self.trained is None:
            self.trained = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.training.append(self.trained - self.began)
        self.whole.append(time.perf_counter() - self.began)


def main(name, data, epochs):
    """Load, train, save and evaluate, as the tutorial does."""
    network, shape, batch_size = LESSONS[name]
    with np.load(data) as arrays:
        x_train, y_train, x_test, y_test = (arrays[key] for key in ("x_train", "y_train", "x_test", "y_test"))
    x_train = x_train.reshape(-1, *shape).astype("float32") / 255
    x_test = x_test.reshape(-1, *shape).astype("float32") / 255
    y_train, y_test = to_categorical(y_train, 10), to_categorical(y_test, 10)

    model = network()
    model.compile(loss="categorical_crossentropy", metrics=["accuracy"], optimizer="adam")
    clock = Clock()
    model.fit(
        x_train,
        y_train,
        batch_size=batch_size,
        epochs=epochs,
        validation_data=(x_test, y_test),
        callbacks=[clock],
    )
    with tempfile.TemporaryDirectory() as folder:
        model.save(Path(folder) / "keras_mnist.keras")
    _, accuracy = model.evaluate(x_test, y_test, verbose=0)
    print(
        "\n"
        + json.dumps({"training": clock.training, "whole": clock.whole, "test_accuracy": float(accuracy)})
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
