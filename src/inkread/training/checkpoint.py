"""All of a training state in one safetensors file, written whole, so that a killed run can go on."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from inkread.errors import RunError
from inkread.files import write_whole
from inkread.training.run import EpochRecord
from inkread.training.state import State


def save_checkpoint(state: State, path: Path) -> None:
    """Write weights, average, optimisers and history to ``path``, in place of an older one."""
    tensors = {f"network.{name}": value for name, value in state.network.state_dict().items()}
    if state.average is not None:
        tensors |= {f"average.{name}": value for name, value in state.average.state_dict().items()}
    for i, optimiser in enumerate(state.optimisers):
        for weight, values in optimiser.state_dict()["state"].items():
            tensors |= {f"optimiser.{i}.{weight}.{name}": torch.as_tensor(v) for name, v in values.items()}
    history = json.dumps([asdict(row) for row in state.history])
    write_whole(path, save({name: t.contiguous() for name, t in tensors.items()}, {"history": history}))


def load_checkpoint(state: State, path: Path) -> None:
    """Set ``state``, of the same recipe, to what ``path`` holds. Raises RunError when it is damaged."""
    try:
        content = path.read_bytes()
        header = int.from_bytes(content[:8], "little")
        history = json.loads(json.loads(content[8 : 8 + header])["__metadata__"]["history"])
        tensors = load(content)
        _restore(state, tensors)
        state.history[:] = [EpochRecord(**row) for row in history]
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        raise RunError(f"Cannot resume from {path}: {error}. Train it again without --resume.") from error


def _restore(state: State, tensors: dict[str, Tensor]) -> None:
    state.network.load_state_dict(_part(tensors, "network."))
    if state.average is not None:
        state.average.load_state_dict(_part(tensors, "average."))
    for i, optimiser in enumerate(state.optimisers):
        values: dict[int, dict[str, Any]] = {}
        for name, tensor in _part(tensors, f"optimiser.{i}.").items():
            weight, key = name.split(".", 1)
            # Saving made it contiguous; sums over other strides would round differently from an unbroken run.
            memory = torch.channels_last if tensor.ndim == 4 else torch.contiguous_format
            values.setdefault(int(weight), {})[key] = tensor.contiguous(memory_format=memory)
        optimiser.load_state_dict({"state": values, "param_groups": optimiser.state_dict()["param_groups"]})


def _part(tensors: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): t for name, t in tensors.items() if name.startswith(prefix)}
