"""Corrections, kept in one SQLite file on this machine.

A correction is on the disk before ``add`` returns: the journal is written ahead (WAL) and synced at every
commit, so that a killed process or a power cut loses nothing that was acknowledged.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inkread.core import SIDE
from inkread.errors import DataError, OutputError

MIGRATIONS = (
    """CREATE TABLE corrections (
           id TEXT PRIMARY KEY, at TEXT NOT NULL, pixels BLOB NOT NULL, crop BLOB,
           read INTEGER, correct INTEGER
       ) STRICT""",
    "ALTER TABLE corrections ADD COLUMN confidence REAL",
    "ALTER TABLE corrections ADD COLUMN model TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX corrections_by_time ON corrections (at, id)",
)
"""``MIGRATIONS[n]`` leads from version n of the file to version n + 1; only ever append."""

COLUMNS = "id, at, pixels, crop, read, correct, confidence, model"
INSERT = f"INSERT INTO corrections ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (id) DO NOTHING"  # noqa: S608


KINDS: dict[str, Any] = {
    "pixels": bytes,
    "correct": int | None,
    "read": int | None,
    "confidence": float | int | None,
    "crop": bytes | None,
    "model": str,
    "at": str,
    "id": str,
}
"""What each part of a correction may be: an imported file may say anything."""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True)
class Correction:
    """One digit that was read wrong.

    ``pixels`` are the 784 bytes that the classifier saw, row by row, 255 = ink; ``crop`` a PNG of the same
    place in the picture. ``read`` is what was answered and ``correct`` what is right: a digit, or None for
    "no digit". ``at`` is when, in UTC.
    """

    pixels: bytes
    correct: int | None
    read: int | None = None
    confidence: float | None = None
    crop: bytes | None = None
    model: str = ""
    at: str = field(default_factory=_now)
    id: str = field(default_factory=lambda: uuid.uuid4().hex)

    def __post_init__(self) -> None:
        for name, kinds in KINDS.items():
            value = getattr(self, name)
            if not isinstance(value, kinds) or isinstance(value, bool):
                raise DataError(f"A correction's {name} is of another kind: got {str(value)[:40]!r}.")
        if len(self.pixels) != SIDE * SIDE:
            raise DataError(f"A correction has {SIDE * SIDE} pixels of one byte, got {len(self.pixels)}.")
        for digit in (self.read, self.correct):
            if digit is not None and digit not in range(10):
                raise DataError(f"A correction is about a digit from 0 to 9 or none, got {digit!r}.")
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            raise DataError(f"A correction's confidence is from 0 to 1, got {self.confidence!r}.")
        if self.model.encode(errors="ignore").decode() != self.model:
            raise DataError(f"A correction's model is a name in Unicode, got {self.model[:40]!r}.")
        if not re.fullmatch("[0-9a-f]{32}", self.id):
            raise DataError(f"A correction's id has 32 hexadecimal places, got {self.id[:40]!r}.")
        try:
            datetime.fromisoformat(self.at)
        except ValueError:
            raise DataError(f"A correction's time is in ISO 8601, got {self.at[:40]!r}.") from None


class Store:
    """The corrections of one file, which is made where there is none. Safe to share among threads.

    Raises DataError for a file that is no corrections file, is damaged or from a newer version of Inkread,
    and OutputError where it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        with self._told():
            self._db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        try:
            self._open()
        except BaseException:
            self._db.close()
            raise

    def _open(self) -> None:
        with self._told():
            self._refuse_others()
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
        with self._transaction() as db:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            for step in MIGRATIONS[version:]:
                db.execute(step)
            db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

    def _refuse_others(self) -> None:
        """Leave a database of another program or a newer Inkread as it is."""
        query = "SELECT user_version, (SELECT count(*) FROM sqlite_schema) FROM pragma_user_version"
        version, tables = self._db.execute(query).fetchone()
        if version > len(MIGRATIONS):
            raise DataError(
                f"{self.path} has version {version}, this Inkread knows {len(MIGRATIONS)}: update it."
            )
        if tables and not version:
            raise DataError(f"{self.path} is not a file of corrections: another program's data are in it.")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What SQLite complains of, said of the file."""
        try:
            yield
        except sqlite3.OperationalError as error:  # locked, read-only, no space, no file at all
            raise OutputError(f"Cannot use {self.path}: {error}. Choose another file.") from error
        except sqlite3.DatabaseError as error:
            raise DataError(f"{self.path} is not a file of corrections: {error}.") from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._told(), self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # a full disk has ended it already
                    self._db.execute("ROLLBACK")
                raise

    def add(self, *corrections: Correction) -> int:
        """Keep them, all or none; one whose id is known already is left alone. Returns how many are new."""
        rows = [(c.id, c.at, c.pixels, c.crop, c.read, c.correct, c.confidence, c.model) for c in corrections]
        with self._transaction() as db:
            before = db.total_changes
            try:
                db.executemany(INSERT, rows)
            except sqlite3.IntegrityError as error:
                raise DataError(f"This is no correction: {error}.") from error
            return db.total_changes - before

    def list(self, limit: int = -1, offset: int = 0) -> list[Correction]:
        """The newest first; all of them unless ``limit`` is given."""
        query = f"SELECT {COLUMNS} FROM corrections ORDER BY at DESC, id LIMIT ? OFFSET ?"  # noqa: S608
        with self._told(), self._lock:
            rows = self._db.execute(query, (limit, offset)).fetchall()
        return [_correction(row) for row in rows]

    def count(self) -> int:
        """How many there are."""
        with self._told(), self._lock:
            return int(self._db.execute("SELECT count(*) FROM corrections").fetchone()[0])

    def delete(self, ids: Iterable[str]) -> int:
        """Forget these; returns how many were there."""
        with self._transaction() as db:
            before = db.total_changes
            db.executemany("DELETE FROM corrections WHERE id = ?", [(one,) for one in ids])
            return db.total_changes - before

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _correction(
    row: tuple[str, str, bytes, bytes | None, int | None, int | None, float | None, str],
) -> Correction:
    one, at, pixels, crop, read, correct, confidence, model = row
    return Correction(pixels, correct, read, confidence, crop, model, at, one)
