"""The last network of tuomaso/train_mnist_fast: all data in one tensor, one-cycle Adam, batches of 256.

Its learning-rate cycle spans the whole training, so one with fewer epochs is no beginning of one with more.
"""

import torch
from contestant import Task
from torch import nn, optim
from torch.nn import functional
from torch.optim.lr_scheduler import OneCycleLR

MEAN, SD = 0.1307, 0.3081
BATCH = 256


def network() -> nn.Sequential:
    """Two convolutions, each pooled before its ReLU, and two dense layers, 215,194 weights."""
    return nn.Sequential(
        nn.Conv2d(1, 24, 5),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Conv2d(24, 32, 3),
        nn.MaxPool2d(2),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(800, 256),
        nn.ReLU(),
        nn.Linear(256, 10),
        nn.LogSoftmax(dim=1),
    )


def main(task: Task) -> None:
    """Train with the batches always in the same order, as there; save and test."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    x_train, y_train, x_test, y_test = (torch.from_numpy(array).to(device) for array in task.read())
    x_train, x_test = ((x.float().div(255) - MEAN).div(SD).unsqueeze(1) for x in (x_train, x_test))
    y_train, y_test = y_train.long(), y_test.long()
    torch.manual_seed(task.seed)
    model = network().to(device)
    optimizer = optim.Adam(model.parameters(), lr=0.01, betas=(0.7, 0.9))
    steps = task.epochs * len(x_train.split(BATCH))
    scheduler = OneCycleLR(optimizer, max_lr=0.01, total_steps=steps, cycle_momentum=False)

    def evaluate() -> float:
        with torch.no_grad():
            answers = torch.cat([model(some).argmax(1) for some in x_test.split(2000)])
        return float((answers == y_test).float().mean())

    task.start()
    for _ in range(task.epochs):
        for data, target in zip(x_train.split(BATCH), y_train.split(BATCH), strict=True):
            optimizer.zero_grad()
            loss = functional.nll_loss(model(data), target)
            loss.backward()
            optimizer.step()
            scheduler.step()
        loss.item()  # waits for a GPU
        task.epoch_ended(evaluate)
    task.stop()
    task.finish(lambda path: torch.save(model.state_dict(), path.with_suffix(".pt")), evaluate)


if __name__ == "__main__":
    main(Task())
