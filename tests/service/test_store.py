import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkread.errors import DataError, OutputError
from inkread.service.store import MIGRATIONS, Correction, Store

corrections = st.builds(
    Correction,
    pixels=st.binary(min_size=784, max_size=784),
    correct=st.none() | st.integers(0, 9),
    read=st.none() | st.integers(0, 9),
    confidence=st.none() | st.floats(0, 1),
    crop=st.none() | st.binary(max_size=200),
    model=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "corrections.sqlite"


def one(correct=3):
    return Correction(bytes(784), correct)


@given(st.lists(corrections, max_size=5))
def test_what_is_kept_comes_back(tmp_path_factory, some):
    """Any corrections come back as they were, also after the file was closed."""
    path = tmp_path_factory.mktemp("store") / "c.sqlite"
    with Store(path) as store:
        store.add(*some)
    with Store(path) as store:
        assert sorted(store.list(), key=lambda c: c.id) == sorted(some, key=lambda c: c.id)


def test_known_corrections_are_left_alone(path):
    """Adding the same correction twice keeps it once."""
    with Store(path) as store:
        correction = one()
        assert (store.add(correction), store.add(correction, one()), store.count()) == (1, 1, 2)


def test_all_or_none(path):
    """When one of several cannot be kept, none is."""
    with Store(path) as store:
        bad = one()
        object.__setattr__(bad, "at", None)
        with pytest.raises(DataError):
            store.add(one(), bad)
        assert store.count() == 0


def test_newest_first_and_in_parts(path):
    """The list begins with the newest and can be asked for in parts."""
    with Store(path) as store:
        for digit in range(5):
            store.add(one(digit))
        assert [c.correct for c in store.list(2, 1)] == [3, 2]


def test_delete(path):
    """What is deleted is gone; what is not there is not counted."""
    with Store(path) as store:
        kept, gone = one(), one()
        store.add(kept, gone)
        assert (store.delete([gone.id, "unknown"]), store.list()) == (1, [kept])


@pytest.mark.parametrize(
    "fields", [{"pixels": bytes(783)}, {"correct": 10}, {"read": -1}, {"id": "../x"}, {"at": "yesterday"}]
)
def test_a_correction_is_about_a_digit(fields):
    """A correction has 784 pixels and digits from 0 to 9."""
    with pytest.raises(DataError):
        Correction(**{"pixels": bytes(784), "correct": 1, **fields})


@pytest.mark.parametrize("version", range(len(MIGRATIONS)))
def test_migration(path, version):
    """A file of any earlier version is brought up to date and keeps what it holds."""
    path.parent.mkdir()
    with sqlite3.connect(path) as db:
        for step in MIGRATIONS[:version]:
            db.execute(step)
        db.execute(f"PRAGMA user_version = {version}")
        if version:
            row = ("a" * 32, "2026-01-01", bytes(784), 5)
            db.execute("INSERT INTO corrections (id, at, pixels, correct) VALUES (?, ?, ?, ?)", row)
    db.close()
    with Store(path) as store:
        assert [c.correct for c in store.list()] == [5] * bool(version)


def test_newer_version_is_left_alone(path):
    """A file from a newer Inkread is refused, not changed."""
    Store(path).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(DataError, match="update it"):
        Store(path)


def test_another_file_is_refused(path):
    """A file that is no database is refused with one line."""
    path.parent.mkdir()
    path.write_text("my diary, which must not be overwritten" * 100)
    with pytest.raises(DataError, match="not a file of corrections"):
        Store(path)


def test_another_database_is_left_alone(path):
    """Another program's database is refused, and nothing in it is changed."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE places (name)")
    before = path.read_bytes()
    with pytest.raises(DataError, match="another program's"):
        Store(path)
    assert path.read_bytes() == before


def test_a_place_for_no_file_is_refused(path):
    """What cannot be opened as a file, such as a folder, is refused with one line."""
    path.mkdir(parents=True)
    with pytest.raises(OutputError, match="Choose another file"):
        Store(path)


def test_damage_is_said(path):
    """A file whose pages are damaged is said to be so when it is read, not shown as a traceback."""
    with Store(path) as store:
        store.add(*(one() for _ in range(40)))
    content = path.read_bytes()
    path.write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))
    with Store(path) as store, pytest.raises(DataError, match="malformed"):
        store.list()


@pytest.fixture
def little_room():
    """No file can grow beyond 100 kB, as on a disk that is full."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_said(path, little_room):
    """Where many corrections find no room, that is said, none is kept, and the file goes on."""
    with Store(path) as store:
        store._db.execute("PRAGMA cache_size = 5")  # or millions would be needed
        with pytest.raises(OutputError, match=r"c.*\.sqlite: (database or )?disk"):
            store.add(*(one() for _ in range(200)))
        assert (store.count(), store.add(one())) == (0, 1)


def test_private(path):
    """Only its owner can read the file."""
    Store(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_many_threads_and_two_services(path):
    """Threads and processes may write at the same time; nothing is lost."""
    with Store(path) as first, Store(path) as second:
        threads = [
            threading.Thread(target=lambda s=store: [s.add(one()) for _ in range(10)])
            for store in (first, second) * 3
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert first.count() == second.count() == 60


WRITER = """
import sys
from pathlib import Path
from inkread.service.store import Correction, Store
with Store(Path(sys.argv[1])) as store:
    while True:
        correction = Correction(bytes(784), 3)
        store.add(correction)
        print(correction.id, flush=True)
"""


@pytest.mark.parametrize("acknowledged", [1, 7, 40])
def test_a_killed_writer_loses_nothing_it_acknowledged(path, acknowledged):
    """Whatever was acknowledged before SIGKILL is there afterwards."""
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    with writer:
        ids = [writer.stdout.readline().strip() for _ in range(acknowledged)]
        os.kill(writer.pid, signal.SIGKILL)
        ids += [line.strip() for line in writer.stdout if line.endswith("\n")]
    with Store(path) as store:
        assert set(ids) <= {c.id for c in store.list()}
