"""Find and load the digits: MNIST wherever it lies, a person's own data, or the embedded digits."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from inkread.data import fetch
from inkread.data.dataset import Arrays, Bytes, Dataset, make_dataset, own_name, part_sha256
from inkread.data.folder import has_classes, read_folder
from inkread.data.idx import read_idx
from inkread.data.npz import read_npz
from inkread.data.registry import IDX_NAMES, MIRRORS, N_TEST, N_TRAIN, NPZ_NAME, PARTS, SHA256
from inkread.data.uci import load_digits
from inkread.data.writers import find_writers, read_writers
from inkread.errors import DataError, DownloadError

VARIABLE = "INKREAD_DATA"
"""The environment variable that names a folder with data."""

SUBFOLDERS = ("", "mnist", "MNIST/raw")
"""Where IDX files may lie inside a folder; the last is torchvision's way."""

log = logging.getLogger("inkread")


def load_dataset(source: str | Path | None = None) -> Dataset:
    """Digits from a source: a path, ``"mnist"``, ``"digits"``, or None for the best that is at hand.

    None looks at ``INKREAD_DATA``, Inkread's cache, Keras' cache and the public mirrors, and takes the
    embedded digits, with a warning, when none has MNIST. ``"mnist"`` looks at the same places and insists.
    A path is a folder with the four IDX files (raw or gzipped, or in its sub-folder ``mnist``), a folder with
    ``mnist.npz`` or with pictures in ``0/`` … ``9/``, or an ``.npz`` file.

    Raises ``DataError`` naming the file, what was expected and what was found; ``DownloadError`` when
    ``"mnist"`` can be had nowhere.
    """
    if source == "digits":
        return load_digits()
    if source == "mnist":
        return _insist(_load_default())
    if source is not None:
        return _load_path(Path(source).expanduser())
    try:
        return _load_default()
    except DownloadError as error:
        log.warning(
            "%s Using the 1,797 embedded digits instead; set %s to a folder with MNIST.", error, VARIABLE
        )
        return load_digits()


def load_mnist() -> tuple[tuple[Bytes, Bytes], tuple[Bytes, Bytes]]:
    """MNIST as ``keras.datasets.mnist.load_data()`` returns it: ``(x_train, y_train), (x_test, y_test)``.

    All ``uint8``: ``(60000, 28, 28)``, ``(60000,)``, ``(10000, 28, 28)``, ``(10000,)``. Raises as
    ``load_dataset("mnist")`` does.
    """
    data = load_dataset("mnist")
    return (data.train_images, data.train_labels), (data.test_images, data.test_labels)


def find_local() -> Path | None:
    """The folder or file on this machine that has the files of MNIST, or None; nothing is read or fetched."""
    return next((place for place in _local_places() if _find_parts(place) or _find_npz(place)), None)


def keras_cache() -> Path:
    """Where Keras keeps the data sets that it downloads."""
    home = os.environ.get("KERAS_HOME")
    return (Path(home) if home else Path.home() / ".keras") / "datasets"


def _local_places() -> Iterator[Path]:
    if os.environ.get(VARIABLE):
        yield Path(os.environ[VARIABLE]).expanduser()
    yield fetch.cache_folder()
    yield keras_cache()


def _load_default() -> Dataset:
    named = os.environ.get(VARIABLE)
    if named:
        return _load_path(Path(named).expanduser(), given_as=f"{VARIABLE}={named}")
    for place in _local_places():
        if _find_parts(place) or _find_npz(place):
            try:
                return _insist(_load_path(place))
            except DataError as error:
                log.warning("%s Looking elsewhere.", error)
    dataset, address = fetch.fetch_mnist(lambda folder: _insist(_load_path(folder)), MIRRORS)
    return replace(dataset, origin=address)


def _insist(dataset: Dataset) -> Dataset:
    if dataset.name != "mnist":
        raise DataError(f"{dataset.origin}: expected MNIST, found other digits (their SHA-256 differ).")
    return dataset


def _load_path(path: Path, given_as: str = "") -> Dataset:
    if not path.exists():
        known = "a path, 'mnist' or 'digits'"
        raise DataError(f"No data at {given_as or path}: expected {known}, found no such file or folder.")
    if path.is_file():
        return _load_file(path)
    parts, npz = _find_parts(path), _find_npz(path)
    if parts:
        return _load_idx(parts)
    if npz:
        return _load_file(npz)
    if has_classes(path):
        return read_folder(path)
    raise DataError(
        f"No data in {given_as or path}: expected {IDX_NAMES['train_images']} and its three companions "
        f"(.gz or not), {NPZ_NAME}, or folders 0 … 9 of pictures, found none of them."
    )


def _load_file(path: Path) -> Dataset:
    if path.suffix != ".npz":
        raise DataError(f"{path}: expected a folder or an .npz file, found a file of another kind.")
    return _assemble(read_npz(path), path, dict.fromkeys(PARTS, path), claims=path.name == NPZ_NAME)


def _load_idx(paths: dict[str, Path]) -> Dataset:
    missing = [IDX_NAMES[part] for part in PARTS if part not in paths]
    folder = next(iter(paths.values())).parent
    if missing:
        raise DataError(
            f"{folder}: expected the four IDX files, found no {' and no '.join(missing)} (.gz or not)."
        )
    arrays = {part: read_idx(path, 3 if part.endswith("images") else 1) for part, path in paths.items()}
    return _assemble(arrays, folder, paths, claims=True)


def _assemble(arrays: Arrays, place: Path, files: dict[str, Path], claims: bool) -> Dataset:
    """A data set whose errors name files; ``claims`` says that the file names are those of MNIST."""
    shown = {
        part: str(path) if len(set(files.values())) == 4 else f"{path}: {part}"
        for part, path in files.items()
    }
    dataset = make_dataset(
        arrays,
        name=own_name(place.parent if place.name == NPZ_NAME else place),
        origin=str(place),
        shown=shown,
    )
    if dataset.name != "mnist":
        if claims:
            _refuse_damaged(arrays, shown)
        return dataset
    path = find_writers(place if place.is_dir() else place.parent)
    return dataset if path is None else replace(dataset, writers=read_writers(path, dataset.train_labels))


def _refuse_damaged(arrays: Arrays, shown: dict[str, str]) -> None:
    """Raises ``DataError`` when one of MNIST's four arrays was changed while others are MNIST's."""
    found = part_sha256(arrays)
    if not any(found[part] == SHA256[part] for part in PARTS):
        return
    for part in PARTS:
        expected = N_TRAIN if part.startswith("train") else N_TEST
        if found[part] != SHA256[part] and len(arrays[part]) == expected:
            raise DataError(
                f"{shown[part]}: expected MNIST's content (SHA-256 {SHA256[part][:12]}…), found "
                f"{found[part][:12]}…. Get it again, or keep data of your own in an .npz of another name."
            )


def _find_parts(folder: Path) -> dict[str, Path]:
    """Those of the four IDX files that this folder has, by part."""
    for place in (folder / name for name in SUBFOLDERS):
        found = {part: path for part in PARTS if (path := _find_idx(place, IDX_NAMES[part]))}
        if found:
            return found
    return {}


def _find_idx(folder: Path, name: str) -> Path | None:
    """The file raw or gzipped, also by the name that some unpackers give it, with a dot before ``idx``."""
    names = [name, f"{name}.gz", name.replace("-idx", ".idx"), name.replace("-idx", ".idx") + ".gz"]
    return next((folder / each for each in names if (folder / each).is_file()), None)


def _find_npz(place: Path) -> Path | None:
    """The archive in this folder, or the place itself where it is an archive."""
    paths = (place, *(place / name / NPZ_NAME for name in SUBFOLDERS))
    return next((path for path in paths if path.suffix == ".npz" and path.is_file()), None)
