"""Where ``inkread read --overlay`` draws: one file, or a folder with one for each picture.

A page is drawn where it is read, maybe in another process, and laid in a hidden folder beside its place until
its turn comes: the pages of a file would fill the memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from inkread.errors import OutputError
from inkread.files import written


@dataclass
class Drawings:
    """The drawings of some ``pictures`` at ``place``, none over another and none over a picture itself.

    ``place`` is a folder for several pictures, where one lies, and where its name has no ending; else a
    file, or one with its number for each of several pages. Those whose turn has not come lie in
    ``sketches`` as PNG.
    """

    place: Path
    pictures: list[str]
    sketches: Path
    drawn: set[Path] = field(default_factory=set)

    def keep(self, sketch: Path, name: str, number: int, pages: int) -> None:
        """Move the drawing of a page, counted from 1, of a picture to its place. Raises OutputError."""
        place = self.place_of(name, number, pages)
        if place.suffix.lower() == ".png":
            with written(place):
                place.parent.mkdir(parents=True, exist_ok=True)
                sketch.replace(place)
            return
        from PIL import Image

        from inkread.reading.overlay import save_image

        with Image.open(sketch) as image:
            save_image(image, place)

    def place_of(self, name: str, number: int, pages: int) -> Path:
        """The file for a page, counted from 1, of a picture; raises OutputError for one of the pictures."""
        part = f"-{number}" if pages > 1 else ""
        if self._is_folder():
            path = self._in_folder(name, part)
        else:
            path = self.place.with_stem(self.place.stem + part)
        if path.resolve() in {Path(picture).resolve() for picture in self.pictures}:
            raise OutputError(f"{path} is a picture to be read. Draw somewhere else: --overlay")
        self.drawn.add(path)
        return path

    def _is_folder(self) -> bool:
        return len(self.pictures) > 1 or self.place.is_dir() or not self.place.suffix

    def _in_folder(self, name: str, part: str) -> Path:
        stem = ("stdin" if name == "-" else Path(name).stem) + part
        names = (f"{stem}.png" if turn == 1 else f"{stem}-{turn}.png" for turn in count(1))
        return next(self.place / one for one in names if self.place / one not in self.drawn)


@contextmanager
def drawings_at(place: Path | None, pictures: list[str]) -> Iterator[Drawings | None]:
    """The drawings of ``pictures``; None without a place. Raises OutputError before any is made."""
    if place is None:
        yield None
        return
    from inkread.ink.load import SUFFIXES

    if len(pictures) > 1 and place.suffix.lower() in SUFFIXES and not place.is_dir():
        raise OutputError(
            f"{len(pictures)} pictures are drawn into a folder; '{place}' is named like a picture. "
            f"Name a folder: --overlay {place.with_suffix('')}"
        )
    folder = place if place.is_dir() else place.parent
    with written(place):
        folder.mkdir(parents=True, exist_ok=True)
        sketches = TemporaryDirectory(prefix=".inkread-", dir=folder)
    with sketches as path:
        yield Drawings(place, pictures, Path(path))
