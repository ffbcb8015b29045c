"""How a Keras lesson is trained: ``compile`` and ``fit`` with their defaults, as its page does it."""

from __future__ import annotations

from collections.abc import Callable

import keras
import numpy as np
from contestant import Task
from keras.callbacks import Callback
from keras.utils import set_random_seed, to_categorical


class AfterEpoch(Callback):
    """Tells the task that an epoch has ended."""

    def __init__(self, task: Task, evaluate: Callable[[], float]) -> None:
        super().__init__()
        self.task, self.evaluate = task, evaluate

    def on_epoch_end(self, epoch: int, logs: object = None) -> None:
        """Called by ``fit``."""
        self.task.epoch_ended(self.evaluate)


def train(
    task: Task, network: Callable[[], keras.Model], batch_size: int, n_train: int | None = None
) -> None:
    """Fit ``network()`` with Adam to the first ``n_train`` training pictures, or all; save and test it."""
    x_train, y_train, x_test, y_test = task.read()
    x_train, x_test = ((x.astype(np.float32) / 255)[..., None] for x in (x_train[:n_train], x_test))
    y_train = to_categorical(y_train[:n_train], 10)
    set_random_seed(task.seed)
    model = network()
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])

    def evaluate() -> float:
        answers = model.predict(x_test, batch_size=1000, verbose=0)
        return float((answers.argmax(1) == y_test).mean())

    callbacks = [AfterEpoch(task, evaluate)]
    task.start()
    model.fit(x_train, y_train, batch_size=batch_size, epochs=task.epochs, verbose=0, callbacks=callbacks)
    task.stop()
    task.finish(lambda path: model.save(path.with_suffix(".keras")), evaluate)
