"""``inkread read`` on files, folders, stdin and bad files."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial

import cv2
import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from inkread.cli import _run, app
from inkread.cli.read import read_page, read_pages
from inkread.errors import PictureError
from inkread.reading import reader
from inkread.reading.reader import Reader


@pytest.fixture(autouse=True)
def fake(monkeypatch):
    """A classifier that always says 7 in place of the shipped one."""

    def seven(images):
        probabilities = np.full((len(images), 10), 0.005, np.float32)
        probabilities[:, 7] = 0.95
        return probabilities

    monkeypatch.setattr("inkread.reading.reader.reader", lambda model=None: Reader(seven))


@pytest.fixture
def picture(tmp_path):
    """A photograph of two digits."""
    sheet = np.full((100, 180), 235, np.uint8)
    cv2.putText(sheet, "3", (30, 72), cv2.FONT_HERSHEY_SIMPLEX, 1.8, 30, 4)
    cv2.putText(sheet, "1", (90, 72), cv2.FONT_HERSHEY_SIMPLEX, 1.8, 30, 4)
    path = tmp_path / "two.png"
    Image.fromarray(sheet).save(path)
    return path


def run(*arguments, **options):
    return CliRunner().invoke(app, ["read", *map(str, arguments)], **options)


def test_a_number_a_line(picture):
    """One picture prints its numbers alone."""
    assert run(picture).stdout == "77\n"


def test_a_picture_without_a_number(picture, tmp_path):
    """It is named on stderr, with the reason where there is one, and prints nothing."""
    Image.new("L", (80, 80), 240).save(tmp_path / "blank.png")
    result = run(tmp_path / "blank.png", picture)
    assert (result.stdout, result.stderr) == (f"{picture}\t77\n", f"{tmp_path / 'blank.png'}: no number\n")
    assert run(tmp_path / "blank.png").stderr == "no number\n"
    assert run(tmp_path / "blank.png", "--json").stderr == ""


def test_json(picture):
    """--json prints one object a picture, one a line."""
    lines = run(picture, picture, "--json").stdout.splitlines()
    assert [json.loads(line)["numbers"][0]["text"] for line in lines] == ["77", "77"]


def test_stdin(picture):
    """- reads the picture on the standard input."""
    assert run("-", input=picture.read_bytes()).stdout == "77\n"


def test_one_bad_file_among_many(picture):
    """A bad file in a folder is reported, the rest is read, and the exit code is 1."""
    (picture.parent / "bad.jpg").write_bytes(b"no picture")
    result = run(picture.parent)
    assert result.exit_code == 1 and "77" in result.stdout and "bad.jpg" in result.stderr


def test_a_single_bad_file(tmp_path):
    """A bad file alone is an error of the call: exit code 2."""
    (tmp_path / "bad.jpg").write_bytes(b"no picture")
    assert _run(["read", str(tmp_path / "bad.jpg")], debug=False) == 2


def test_pages(tmp_path, picture):
    """Each page of a TIFF is a reading of its own, named by its number."""
    image = Image.open(picture)
    path = tmp_path / "scan.tif"
    image.save(path, save_all=True, append_images=[image])
    assert run(path).stdout == f"{path}#1\t77\n{path}#2\t77\n"


@pytest.mark.parametrize("others", [[], ["two.png"]])
def test_pages_before_a_damaged_one(tmp_path, picture, others):
    """What can be read of a file, alone or among others, is printed before a page that cannot is refused."""
    path = tmp_path / "scan.tif"
    noise = Image.effect_noise((180, 100), 60)
    Image.open(picture).save(path, save_all=True, append_images=[noise], compression="tiff_lzw")
    content = path.read_bytes()
    path.write_bytes(content[:-9000] + b"\xff" * 8000 + content[-1000:])
    result = run(path, *[picture.parent / name for name in others], "--overlay", tmp_path / "seen")
    assert result.stdout.startswith(f"{path}#1\t77") and (tmp_path / "seen" / "scan-1.png").is_file()
    assert "scan.tif#2 is damaged" in (result.stderr if others else str(result.exception))


@pytest.mark.parametrize("as_", ["page", "line", "digit"])
def test_ways(picture, as_):
    """--as takes page, line and digit."""
    assert set(run(picture, "--as", as_).stdout.strip()) == {"7"}


def test_overlay(picture, tmp_path):
    """--overlay draws on the picture, or into a folder for several."""
    run(picture, "--overlay", tmp_path / "one.png")
    run(picture, picture, "--overlay", tmp_path / "many")
    assert (tmp_path / "one.png").is_file() and (tmp_path / "many" / "two.png").is_file()


def test_several_pictures_are_not_drawn_into_a_folder_named_like_a_picture(picture, tmp_path):
    """seen.png is no folder for two pictures: that is said before anything is read, with a name to take."""
    result = run(picture, picture, "--overlay", tmp_path / "seen.png")
    assert result.stdout == "" and f"Name a folder: --overlay {tmp_path / 'seen'}" in str(result.exception)
    assert not (tmp_path / "seen.png").exists()


def test_each_page_is_drawn_beside_the_others(picture, tmp_path):
    """Of a file with two pages seen.png becomes seen-1.png and seen-2.png."""
    image = Image.open(picture)
    image.save(tmp_path / "scan.tif", save_all=True, append_images=[image])
    run(tmp_path / "scan.tif", "--overlay", tmp_path / "seen.png")
    assert sorted(path.name for path in tmp_path.glob("seen*")) == ["seen-1.png", "seen-2.png"]


def test_a_folder_of_one_picture_is_drawn_into_a_folder(picture, tmp_path):
    """What --overlay means does not hang on how many pictures a folder holds: seen/ is a folder."""
    run(picture.parent, "--overlay", tmp_path / "seen")
    assert (tmp_path / "seen" / "two.png").is_file()


def test_a_drawing_never_replaces_a_picture(picture):
    """Drawing on the picture itself, or into its folder, is refused in one line that says what to do."""
    before = picture.read_bytes()
    for place in (picture, picture.parent):
        result = run(picture, "--overlay", place)
        assert "is a picture to be read" in str(result.exception)
    assert picture.read_bytes() == before


def test_pictures_of_one_name_have_a_drawing_each(picture, tmp_path):
    """two.png of another folder is drawn beside the first, not over it."""
    other = tmp_path / "other" / "two.png"
    other.parent.mkdir()
    other.write_bytes(picture.read_bytes())
    run(picture, other, "--overlay", tmp_path / "seen")
    assert sorted(path.name for path in (tmp_path / "seen").iterdir()) == ["two-2.png", "two.png"]


def test_drawings_do_not_pile_up_in_memory(picture, tmp_path):
    """A drawn page is handed on as a file: of a file of many pages none is held until all are drawn."""
    image = Image.open(picture)
    image.save(tmp_path / "scan.tif", save_all=True, append_images=[image])
    work = partial(read_page, way="page", max_error=None, sketches=tmp_path, place=tmp_path)
    pages, error = read_pages(work, reader.reader(), str(tmp_path / "scan.tif"))
    assert [sketch.suffix for _, sketch in pages] == [".png", ".png"] and error is None


@pytest.mark.parametrize("place", ["seen", "."])
def test_drawings_are_not_read_the_next_time(picture, tmp_path, monkeypatch, place):
    """The same command once more reads the same pictures, wherever in their folder it drew."""
    monkeypatch.chdir(tmp_path)
    Image.open(picture).save("two.jpg")
    picture.unlink()
    first, second = (run(".", "--overlay", place).stdout for _ in range(2))
    assert first == second == "77\n"
    run("two.jpg", "--overlay", "drawn.jpg")
    assert run(".").stdout == "77\n" and len(run("two.jpg", "drawn.jpg").stdout.splitlines()) > 1


def test_nothing_but_drawings_stays(picture, tmp_path):
    """Beside the drawings of some pictures, or of one as JPEG, nothing is left."""
    run(picture, picture, "--overlay", tmp_path / "seen")
    run(picture, "--overlay", tmp_path / "seen" / "one.jpg")
    assert sorted(path.name for path in (tmp_path / "seen").iterdir()) == ["one.jpg", "two-2.png", "two.png"]
    assert (tmp_path / "seen" / "one.jpg").read_bytes().startswith(b"\xff\xd8")


def test_a_place_that_cannot_be_drawn_at_is_told_at_once(picture):
    """Where no folder can be, nothing is read before that is said."""
    result = run(picture, "--overlay", picture / "seen" / "one.png")
    assert result.stdout == "" and "is no folder" in str(result.exception)


def test_a_full_disk_is_said_of_the_drawing(picture, tmp_path, monkeypatch):
    """Where the disk is full, the file that was asked for is named, not the sketch beside it."""

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("PIL.Image.Image.save", full)
    result = run(picture, "--overlay", tmp_path / "seen" / "two.png")
    assert str(result.exception).startswith(f"Cannot write {tmp_path / 'seen' / 'two.png'}: No space left")


def test_max_error(picture):
    """What may be wrong more often than asked is not printed as read but named for checking."""
    result = run(picture, "--max-error", "0.000001")
    assert result.stdout == "" and "to be checked: read as 77" in result.stderr


def test_reading_needs_no_training_library(picture):
    """A cold read imports no PyTorch, Keras, matplotlib, scikit-learn, SciPy nor NumPy's masked arrays."""
    code = (
        "import sys, numpy as np, inkread.cli.read, inkread.classifier.onnx_model;"
        "from inkread.reading.reader import Reader;"
        f"Reader(lambda x: np.full((len(x), 10), 0.09, np.float32)).read({str(picture)!r});"
        "heavy = {'torch', 'keras', 'matplotlib', 'sklearn', 'scipy', 'pandas', 'numpy.ma'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(("names", "code"), [(["two.png"], 0), (["two.png", "two.png"], 0), (["no.png"], 2)])
def test_pictures_alone_are_read_as_with_options(picture, capsys, monkeypatch, names, code):
    """The short way for a call without options prints, and ends, as the one that looks at options."""
    monkeypatch.chdir(picture.parent)
    found = [(_run(["read", *names, *options], debug=False), capsys.readouterr()) for options in ([], PAGE)]
    assert found[0] == found[1] and found[0][0] == code


PAGE = ["--as", "page"]


def test_one_bad_picture_of_two_ends_with_1(picture, capsys):
    """Without options too, a picture that cannot be read costs exit code 1 and not the others."""
    assert _run(["read", str(picture), "no.png"], debug=False) == 1
    assert "1 of 2 pictures could not be read" in capsys.readouterr().err


def test_pictures_alone_wait_for_no_validation():
    """A call without options loads neither Pydantic nor another verb."""
    code = (
        "import sys; from inkread.cli import _run; _run(['read', 'no.png'], debug=False); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"pydantic", "inkread.cli.train", "PIL.ImageDraw"}.isdisjoint(done.stdout.split())


def test_stdin_that_is_no_picture():
    """Text on the standard input is refused."""
    assert isinstance(run("-", input=b"hello").exception, PictureError)


def test_a_model_of_somebody_else(picture, monkeypatch):
    """How the file of somebody else was understood is said on stderr, whatever its name ends in."""
    from inkread.classifier.load import Loaded

    loaded = Loaded(reader.reader().classifier, "mine.hdf5", "Understood as: something.")
    monkeypatch.setattr("inkread.networks.load.load_classifier", lambda path: loaded)
    result = run(picture, "--model", "mine.hdf5")
    assert (result.stdout, result.stderr) == ("77\n", "Understood as: something.\n")


def test_no_name_of_a_model(picture):
    """An empty name of a model is refused: it is no wish for the shipped one."""
    assert _run(["read", str(picture), "--model", ""], debug=False) == 2
