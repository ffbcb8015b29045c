"""The numbers of a Keras file, layer by layer, from each of the layouts that Keras has written.

* ``.h5`` of Keras 1 to 3: under ``model_weights`` a group a layer; its ``weight_names`` are the order.
* ``.keras``: ``model.weights.h5`` with ``layers/dense_1/vars/0``; in Keras 2.12–2.15 the first folder was
  ``_layer_checkpoint_dependencies``. Groups are named after the class, numbered in the order of the layers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import h5py
import numpy as np
import numpy.typing as npt

from inkread.classifier.kinds import SIZE_LIMIT_BYTES
from inkread.errors import ModelError
from inkread.networks.keras_config import KerasLayer

Array = npt.NDArray[np.float32]
LAYER_FOLDERS = ("layers", "_layer_checkpoint_dependencies")


def read_h5(file: h5py.File, layers: tuple[KerasLayer, ...]) -> dict[str, list[Array]]:
    """The weights of each layer that has some, from a whole-model ``.h5`` file, in the order saved there."""
    root = _group(file, "model_weights") if "model_weights" in file else file
    weights = {}
    for layer in layers:
        if layer.name in root and layer.kind != "Identity":
            group = _group(root, layer.name)
            names = [name.decode() if isinstance(name, bytes) else str(name) for name in _names(group)]
            weights[layer.name] = [_array(group, name) for name in names]
    _check_size(weights)
    return weights


def read_keras(file: h5py.Group, layers: tuple[KerasLayer, ...]) -> dict[str, Any]:
    """The weights of each layer from a ``.keras`` file; for a network inside, a dict of the same kind."""
    folder = next((name for name in LAYER_FOLDERS if name in file), None)
    if folder is None:
        raise ModelError("The Keras file holds no weights of layers. Save the whole model again.")
    root = _group(file, folder)
    weights: dict[str, Any] = {}
    for base in dict.fromkeys(_snake_case(layer.saved_as) for layer in layers):
        alike = [layer for layer in layers if _snake_case(layer.saved_as) == base]
        groups = _numbered(root, base)
        if len(groups) != len(alike):  # Keras 2 left gaps in its numbers and groups without arrays
            groups = [group for group in groups if _has_arrays(group)]
        _assign(weights, groups, alike)
    _check_size(weights)
    return weights


def _assign(weights: dict[str, Any], groups: list[h5py.Group], alike: list[KerasLayer]) -> None:
    for layer, group in zip(alike, groups, strict=False):
        if layer.inner is not None:
            weights[layer.name] = read_keras(group, layer.inner.layers)
        elif layer.kind != "Identity":
            weights[layer.name] = list(_variables(group))


def _numbered(root: h5py.Group, base: str) -> list[h5py.Group]:
    """The groups ``base``, ``base_1``, ``base_2`` … in that order."""
    found = [
        (int(match[1] or 0), name) for name in root if (match := re.fullmatch(rf"{base}(?:_(\d+))?", name))
    ]
    return [_group(root, name) for _, name in sorted(found)]


def _variables(group: h5py.Group) -> Iterator[Array]:
    """A layer's own variables, then those of its parts, such as the cell of an LSTM."""
    if "vars" in group:
        own = _group(group, "vars")
        for name in sorted(own, key=int):
            yield _array(own, name)
    for name in group:
        if name not in {"vars", "seed_generator"}:
            yield from _variables(_group(group, name))


def _has_arrays(group: h5py.Group) -> bool:
    return any(
        len(_group(group, name)) > 0 if name == "vars" else _has_arrays(_group(group, name)) for name in group
    )


def _names(group: h5py.Group) -> list[Any]:
    # Long lists are split into weight_names0, weight_names1, …, as an HDF5 attribute holds 64 KB at most.
    if "weight_names" in group.attrs:
        return list(group.attrs["weight_names"])
    parts = sorted(
        (key for key in group.attrs if re.fullmatch(r"weight_names\d+", key)), key=lambda key: int(key[12:])
    )
    return [name for part in parts for name in group.attrs[part]]


def _group(parent: h5py.Group, name: str) -> h5py.Group:
    item = _item(parent, name)
    if not isinstance(item, h5py.Group):
        raise ModelError(f"The Keras file is damaged: {name!r:.80} must be a group.")
    return item


def _array(parent: h5py.Group, name: str) -> Array:
    item = _item(parent, name)
    if not isinstance(item, h5py.Dataset) or item.external or item.is_virtual or item.dtype.kind not in "fiu":
        raise ModelError(
            f"The Keras file is damaged: {name!r:.80} must be an array of numbers within the file."
        )
    if item.size * 4 > SIZE_LIMIT_BYTES:
        raise ModelError(
            f"The weight {name!r:.80} of the Keras file has {item.size:,} numbers, which is too many."
        )
    return np.asarray(item[()], np.float32)


def _item(parent: h5py.Group, path: str) -> Any:
    """The member at ``path``, reached by plain links alone: others may lead into other files."""
    for name in path.split("/"):
        if not isinstance(parent, h5py.Group) or not isinstance(
            parent.get(name, getlink=True), h5py.HardLink
        ):
            raise ModelError(f"The Keras file is damaged or links elsewhere: no plain {path!r:.80} in it.")
        parent = parent[name]
    return parent


def _check_size(weights: dict[str, Any]) -> None:
    total = sum(array.nbytes for arrays in weights.values() if isinstance(arrays, list) for array in arrays)
    if total > SIZE_LIMIT_BYTES:
        raise ModelError(f"The weights of the Keras file take {total:,} bytes, which is too many.")


def _snake_case(name: str) -> str:
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", re.sub(r"\W+", "", name))
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()
