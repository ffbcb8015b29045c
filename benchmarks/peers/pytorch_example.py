"""PyTorch's example ``mnist``: Adadelta at rate 1, times 0.7 each epoch, batches of 64 out of a DataLoader.

Its pictures are turned into normalised tensors one by one, as there; without torchvision's detour over PIL,
which would only slow it down.
"""

import torch
from contestant import Task
from torch import nn, optim
from torch.nn import functional
from torch.optim.lr_scheduler import StepLR
from torch.utils.data import DataLoader, Dataset

MEAN, SD = 0.1307, 0.3081


class Digits(Dataset):
    """Pictures that become tensors when they are asked for."""

    def __init__(self, images, labels):
        self.images, self.labels = images, labels

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        image = torch.from_numpy(self.images[index]).float().div(255)
        return image.sub(MEAN).div(SD).unsqueeze(0), int(self.labels[index])


def network() -> nn.Sequential:
    """Two convolutions, one pool, two dense layers, 1,199,882 weights."""
    return nn.Sequential(
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Dropout(0.25),
        nn.Flatten(),
        nn.Linear(9216, 128),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(128, 10),
        nn.LogSoftmax(dim=1),
    )


def main(task: Task) -> None:
    """Train, save and test as the example does."""
    x_train, y_train, x_test, y_test = task.read()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(task.seed)
    batches = DataLoader(Digits(x_train, y_train), batch_size=64, shuffle=True)
    tests = DataLoader(Digits(x_test, y_test), batch_size=1000)
    model = network().to(device)
    optimizer = optim.Adadelta(model.parameters(), lr=1.0)
    scheduler = StepLR(optimizer, step_size=1, gamma=0.7)

    def evaluate() -> float:
        model.eval()
        with torch.no_grad():
            right = sum(
                int((model(data.to(device)).argmax(1) == target.to(device)).sum()) for data, target in tests
            )
        model.train()
        return right / len(y_test)

    task.start()
    model.train()
    for _ in range(task.epochs):
        for data, target in batches:
            optimizer.zero_grad()
            loss = functional.nll_loss(model(data.to(device)), target.to(device))
            loss.backward()
            optimizer.step()
        scheduler.step()
        loss.item()  # waits for a GPU
        task.epoch_ended(evaluate)
    task.stop()
    task.finish(lambda path: torch.save(model.state_dict(), path.with_suffix(".pt")), evaluate)


if __name__ == "__main__":
    main(Task())
