"""Keras' own example "Simple MNIST convnet" (Chollet 2015): Adam, batches of 128, 15 epochs, about 99%.

It holds out the last tenth of the training pictures for validation and so learns from 54,000.
"""

from contestant import Task
from keras import Input, Sequential
from keras.layers import Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from on_keras import train


def network() -> Sequential:
    """Two convolutions and one dense layer, 34,826 weights."""
    return Sequential(
        [
            Input((28, 28, 1)),
            Conv2D(32, (3, 3), activation="relu"),
            MaxPooling2D(pool_size=(2, 2)),
            Conv2D(64, (3, 3), activation="relu"),
            MaxPooling2D(pool_size=(2, 2)),
            Flatten(),
            Dropout(0.5),
            Dense(10, activation="softmax"),
        ]
    )


if __name__ == "__main__":
    train(Task(), network, batch_size=128, n_train=54_000)
