import io

import numpy as np
import pytest
from PIL import Image

from inkread.reading.reader import read as read_picture
from inkread.service.drawing import draw


@pytest.fixture
def note(points):
    """A picture with two numbers below each other, as Playwright takes a file."""
    strokes = points("2014", 40, 40, 90, gap=14) + points("35", 40, 220, 90, gap=14)
    sheet = draw([[(x, y, 0.5) for x, y in stroke] for stroke in strokes], 480, 360, 7)
    file = io.BytesIO()
    Image.fromarray(np.asarray(sheet)).save(file, "PNG")
    return {"name": "note.png", "mimeType": "image/png", "buffer": file.getvalue()}


@pytest.fixture
def read(opened, note):
    """The page after the note was chosen and read."""
    page = opened("picture")
    page.set_input_files("#file", note)
    page.wait_for_selector("#numbers li")
    return page


def test_numbers_are_listed(read):
    """The numbers are listed in reading order."""
    assert read.locator("#numbers .text").all_text_contents() == ["2014", "35"]


def test_boxes_lie_over_the_digits(read):
    """Each digit has a box over the picture, in its place."""
    assert read.locator("#photo-boxes button").count() == 6
    photo, first = (read.locator(name).bounding_box() for name in ("#photo", "#photo-boxes button >> nth=0"))
    assert (first["x"] - photo["x"]) / photo["width"] == pytest.approx(50 / 480, abs=0.03)


def test_correct_a_digit(read):
    """A digit that is clicked can be put right, and the correction is kept."""
    read.click("#photo-boxes button >> nth=1")
    read.click("#picture-digit .fix button >> text=No digit at all")
    read.wait_for_selector("text=Kept: it is no digit.")
    read.click("nav >> text=Corrections")
    read.wait_for_selector("#kept li >> text=0 → none")


def test_what_the_browser_cannot_show(opened, note, tmp_path):
    """A TIFF is read but not shown, which is said; its digits can be put right, by keyboard too."""
    page = opened("picture")
    Image.open(io.BytesIO(note["buffer"])).save(tmp_path / "note.tif")
    page.set_input_files("#file", tmp_path / "note.tif")
    page.wait_for_selector("#numbers li")
    assert page.is_visible("#unshown")
    page.focus("#numbers button >> nth=1")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent").startswith("35")
    page.click("#picture-digit .fix button >> text=No digit at all")
    page.wait_for_selector("text=Kept: it is no digit.")


def test_csv(read):
    """The numbers can be taken along as CSV, with their places."""
    with read.expect_download() as download:
        read.click("#csv")
    rows = download.value.path().read_text().splitlines()
    assert (rows[0], [row.split(",")[0] for row in rows[1:]]) == (
        '"text","confidence","x","y","w","h"',
        ['"2014"', '"35"'],
    )


def test_copy(opened, note):
    """The numbers can be copied, one a line."""
    page = opened("picture", permissions=["clipboard-read", "clipboard-write"])
    page.set_input_files("#file", note)
    page.click("#copy")
    page.wait_for_selector("text=Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == "2014\n35"


def test_paste(opened, note):
    """A picture can be pasted into any view."""
    page = opened("draw")
    page.evaluate(
        """bytes => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "pasted.png", { type: "image/png" }));
            document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data }));
        }""",
        list(note["buffer"]),
    )
    page.wait_for_selector("#numbers li")
    assert page.is_visible("#photo")


def test_drop(opened, note):
    """A picture can be dropped."""
    page = opened("picture")
    page.evaluate(
        """bytes => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "dropped.png", { type: "image/png" }));
            document.dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
        }""",
        list(note["buffer"]),
    )
    page.wait_for_selector("#numbers li")


def test_the_answer_of_the_command_line(read, note, tmp_path):
    """The page reads a picture as the library does."""
    path = tmp_path / "note.png"
    path.write_bytes(note["buffer"])
    assert read.locator("#numbers .text").all_text_contents() == read_picture(path).text.split("\n")


def test_an_answer_that_is_overtaken_is_not_shown(read):
    """Asked again before the first answer is there, the page shows the second."""
    held = []
    read.route("**/v1/read*", lambda route: route.continue_() if held else held.append(route))
    read.select_option("#layout", "digit")
    read.select_option("#layout", "page")
    read.wait_for_selector("#numbers li")
    with read.expect_response("**/v1/read*as=digit"):
        held[0].continue_()
    read.wait_for_load_state("networkidle")
    assert read.locator("#numbers .text").all_text_contents() == ["2014", "35"]
