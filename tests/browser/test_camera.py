"""The camera of the page, stood for by a picture that does not move."""

import pytest
from PIL import Image

STAND_IN = """() => {
  window.cameras = [];
  navigator.mediaDevices.getUserMedia = async () => {
    await new Promise((done) => setTimeout(done, window.asksFor ?? 0)); // the browser asks whether it may
    cameras.push(document.createElement("canvas").captureStream());
    return cameras.at(-1);
  };
}"""

ON = "cameras.flatMap((one) => one.getTracks()).filter((track) => track.readyState === 'live').length"


@pytest.fixture
def camera(opened):
    """The page under Picture, on a machine with a camera."""
    page = opened("picture")
    page.evaluate(STAND_IN)
    return page


def test_a_file_instead(camera, tmp_path):
    """Who chooses a file while the camera looks sees the file's picture, and the camera is off."""
    camera.click("#camera")
    camera.wait_for_selector("#viewfinder:visible")
    file = tmp_path / "blank.png"
    Image.new("L", (40, 40), 255).save(file)
    with camera.expect_response("**/v1/read?*"):
        camera.set_input_files("#file", file)
    shown = [camera.is_visible(place) for place in ("#photo-frame", "#viewfinder", "#drop")]
    assert (shown, camera.evaluate(ON)) == ([True, False, False], 0)


def test_allowed_too_late(camera):
    """A camera that is allowed after the view was left stays off."""
    camera.evaluate("window.asksFor = 200")
    camera.click("#camera")
    camera.click("nav >> text=Draw")
    camera.wait_for_function("n => cameras.length === n", arg=1)
    camera.click("nav >> text=Picture")
    assert (camera.is_visible("#viewfinder"), camera.evaluate(ON)) == (False, 0)


def test_by_keyboard(camera):
    """The keyboard goes with the camera: to its button, and back."""
    camera.focus("#camera")
    camera.keyboard.press("Enter")
    camera.wait_for_selector("#viewfinder:visible")
    assert camera.evaluate("document.activeElement.id") == "shoot"
    camera.keyboard.press("Tab")
    camera.keyboard.press("Enter")
    assert camera.evaluate("document.activeElement.id") == "camera"
