"""Where ``inkread read --overlay`` draws: one file, or a folder with one for each picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from inkread.errors import OutputError


@dataclass
class Drawings:
    """The drawings of some ``pictures`` at ``place``, none over another and none over a picture itself.

    ``place`` is a folder for several pictures or pages, where one lies, and where its name has no ending.
    """

    place: Path
    pictures: list[str]
    drawn: set[Path] = field(default_factory=set)

    def place_of(self, name: str, number: int, pages: int) -> Path:
        """The file for a page, counted from 1, of a picture; raises OutputError for one of the pictures."""
        path = self._in_folder(name, number, pages) if self._is_folder(pages) else self.place
        if path.resolve() in {Path(picture).resolve() for picture in self.pictures}:
            raise OutputError(f"{path} is a picture to be read. Draw somewhere else: --overlay")
        self.drawn.add(path)
        return path

    def _is_folder(self, pages: int) -> bool:
        return len(self.pictures) > 1 or pages > 1 or self.place.is_dir() or not self.place.suffix

    def _in_folder(self, name: str, number: int, pages: int) -> Path:
        stem = "stdin" if name == "-" else Path(name).stem
        stem += f"-{number}" if pages > 1 else ""
        names = (f"{stem}.png" if turn == 1 else f"{stem}-{turn}.png" for turn in count(1))
        return next(self.place / one for one in names if self.place / one not in self.drawn)
