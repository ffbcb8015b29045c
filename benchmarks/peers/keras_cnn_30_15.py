"""The tutorial CNN of Zepeda 2018, "Classify MNIST handwritten digits with Keras": Adam, batches of 200."""

from contestant import Task
from keras import Input, Sequential
from keras.layers import Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from on_keras import train


def network() -> Sequential:
    """Two convolutions and three dense layers, 59,933 weights."""
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


if __name__ == "__main__":
    train(Task(), network, batch_size=200)
