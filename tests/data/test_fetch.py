"""MNIST is fetched from mirrors, here from servers on loopback, and only whole and true files are kept."""

from __future__ import annotations

import socket
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from inkread.data.fetch import cache_folder, fetch_mnist
from inkread.data.mnist import load_dataset
from inkread.data.registry import GZIPPED, MIRRORS, NPZ_NAME, Mirror
from inkread.errors import DownloadError


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *arguments):
        pass


class Hasty(Quiet):
    """Promises the whole file and hangs up after 1,000 bytes."""

    def copyfile(self, source, outputfile):
        outputfile.write(source.read(1000))


@pytest.fixture
def serve():
    """Starts a server of a folder on loopback and gives its address."""
    servers = []

    def start(folder, handler=Quiet):
        folder.mkdir(parents=True, exist_ok=True)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=folder))
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def dead():
    """The address of a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return f"http://127.0.0.1:{port}/"


@pytest.fixture
def use(nowhere, monkeypatch):
    """Makes these addresses the mirrors of the archive, in this order."""

    def use(*addresses, files=(NPZ_NAME,)):
        mirrors = tuple(Mirror(f"mirror {n}", address, files) for n, address in enumerate(addresses, 1))
        monkeypatch.setattr("inkread.data.mnist.MIRRORS", mirrors)

    return use


@pytest.fixture
def good(tmp_path, as_mnist, write_npz, write_idx, serve):
    """The address of a server that has what counts as MNIST here, in both packagings."""
    write_npz(tmp_path / "good" / NPZ_NAME, as_mnist)
    write_idx(tmp_path / "good", as_mnist)
    return serve(tmp_path / "good")


@pytest.mark.parametrize("files", [(NPZ_NAME,), GZIPPED])
def test_either_packaging_is_fetched(use, good, files):
    """Keras' archive and the four gzipped files both become MNIST."""
    use(good, files=files)
    assert load_dataset("mnist").name == "mnist"


def test_the_origin_is_the_mirror(use, good):
    """A report names the address that the data came from."""
    use(good)
    assert load_dataset().origin == good


def test_what_was_fetched_is_kept(use, good, dead):
    """The second time the cache serves, and no mirror is asked."""
    use(good)
    load_dataset()
    use(dead)
    assert load_dataset().origin == str(cache_folder() / NPZ_NAME)


def test_nothing_half_written_is_left(use, good):
    """The cache holds the file alone, under its final name."""
    use(good)
    load_dataset()
    assert [path.name for path in cache_folder().iterdir()] == [NPZ_NAME]


def test_a_progress_bar_is_shown(use, good, capfd):
    """The download shows how far it is, on standard error."""
    use(good)
    load_dataset()
    shown = capfd.readouterr()
    assert "100%" in shown.err and not shown.out


def spoil_nothing(tmp_path, serve):
    """A server without the file: it answers 404."""
    return serve(tmp_path / "bad")


def spoil_length(tmp_path, serve):
    """A server that hangs up early."""
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / NPZ_NAME).write_bytes((tmp_path / "good" / NPZ_NAME).read_bytes())
    return serve(tmp_path / "bad", Hasty)


def spoil_kind(tmp_path, serve):
    """A server that answers with a page, as hotel networks do."""
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / NPZ_NAME).write_text("<html>Please log in</html>")
    return serve(tmp_path / "bad")


BAD = {"404": spoil_nothing, "truncated": spoil_length, "page": spoil_kind}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_mirror_is_passed_over(tmp_path, use, good, serve, case):
    """Whatever is wrong with the first mirror, the second serves."""
    use(BAD[case](tmp_path, serve), good)
    assert load_dataset("mnist").origin == good


@pytest.mark.parametrize(
    ("case", "reason"), [("404", "404"), ("truncated", "IncompleteRead"), ("page", "npz")]
)
def test_a_bad_answer_is_named_and_not_kept(tmp_path, use, good, serve, case, reason):
    """The reason is in the one-line message, and the cache stays empty."""
    use(BAD[case](tmp_path, serve))
    with pytest.raises(DownloadError, match=f"^MNIST could not be fetched .mirror 1: .*{reason}") as caught:
        load_dataset("mnist")
    assert "\n" not in str(caught.value) and not cache_folder().exists()


def test_other_digits_are_not_kept(tmp_path, use, good, arrays, serve, write_npz):
    """Digits that are well packed but are not MNIST's are refused by their SHA-256."""
    write_npz(tmp_path / "bad" / NPZ_NAME, arrays | {"test_labels": 9 - arrays["test_labels"]})
    use(serve(tmp_path / "bad"))
    with pytest.raises(DownloadError, match="expected MNIST's content"):
        load_dataset("mnist")


def test_without_any_mirror_the_embedded_digits_serve(use, dead, caplog):
    """With no MNIST and no network there is one warning and real handwriting."""
    use(dead, dead)
    assert load_dataset().name == "digits"
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_the_warning_says_what_happened_and_what_to_do(use, dead, caplog):
    """One line: what failed, what is used instead, and the way out."""
    use(dead)
    load_dataset()
    assert caplog.messages == [
        "MNIST could not be fetched (mirror 1: cannot be reached). "
        "Using the 1,797 embedded digits instead; set INKREAD_DATA to a folder with MNIST."
    ]


def test_whoever_insists_gets_no_other_digits(use, dead):
    """``mnist`` fails where the default makes do."""
    use(dead)
    with pytest.raises(DownloadError, match="cannot be reached"):
        load_dataset("mnist")


@pytest.fixture
def swallowing(monkeypatch):
    """A network on which no call is answered or refused until the test is over."""
    over = threading.Event()

    def call(*arguments):
        over.wait()
        raise OSError

    monkeypatch.setattr("inkread.data.fetch.socket.create_connection", call)
    monkeypatch.setattr("inkread.data.fetch.CONNECT_SECONDS", 0.05)
    yield
    over.set()


def test_hosts_that_never_answer_are_given_up(nowhere, swallowing):
    """The calls go out together and are given up after the limit, whatever becomes of them."""
    with pytest.raises(DownloadError, match="Keras: cannot be reached; CVDF: cannot be reached; OSSCI"):
        fetch_mnist(lambda folder: None, MIRRORS)


def test_a_cache_that_cannot_be_written_is_a_warning(use, good, monkeypatch, tmp_path, caplog):
    """The digits are there all the same; the warning says that they could not be kept."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("INKREAD_CACHE", str(tmp_path / "file" / "cache"))
    use(good)
    assert load_dataset().name == "mnist"
    assert caplog.messages[0].startswith("MNIST cannot be kept and will be fetched again next time")


def test_the_mirrors_are_addresses_of_whole_sets():
    """Every mirror has the archive or all four files, over https."""
    assert all(
        mirror.files in ((NPZ_NAME,), GZIPPED) and mirror.address.startswith("https") for mirror in MIRRORS
    )
