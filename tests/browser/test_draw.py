import pytest

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def reads(page, text):
    """Wait until the page reads this."""
    page.wait_for_function("text => document.querySelector('#draw .reading')?.textContent === text", arg=text)


@pytest.mark.parametrize("digit", range(10))
def test_each_digit(page, write, points, digit):
    """A digit that is written is read."""
    write(page, points(digit, 250, 80, 220))
    reads(page, str(digit))


def test_a_whole_number(page, write, points):
    """Several digits are one number, with its leading zero."""
    write(page, points("0472", 60, 110, 170, gap=25))
    reads(page, "0472")


def test_what_the_network_sees(page, write, points):
    """Beside the reading are the 28 by 28 pixels that the network saw and ten bars."""
    write(page, points(3, 250, 80, 220))
    page.wait_for_selector("#draw .digit canvas.pixels")
    assert page.locator("#draw .bars li").count() == 10


def test_undo_and_clear(page, write, points):
    """A stroke can be taken back, and the sheet cleared."""
    write(page, points("71", 120, 80, 200, gap=60))
    reads(page, "71")
    page.click("#undo")
    reads(page, "7")
    page.click("#clear")
    page.wait_for_selector("#draw .empty")
    assert page.is_disabled("#undo")


def test_a_finger_on_a_phone(opened, write, points):
    """On a phone's screen the sheet works and nothing sticks out at the side."""
    page = opened(**PHONE)
    write(page, points(5, 100, 40, 150))
    reads(page, "5")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("view", ["draw", "picture", "lesson", "corrections"])
def test_fits_a_phone(opened, view, width):
    """No view is wider than a phone, nor than the narrowest of them."""
    page = opened(view, **{**PHONE, "viewport": {"width": width, "height": 568}})
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_large_letters(opened):
    """With letters of twice the size the menu stays in the window."""
    page = opened(**PHONE)
    page.evaluate("document.documentElement.style.fontSize = '32px'")
    menu = [link.bounding_box() for link in page.locator("nav a").all()]
    assert all(link["x"] + link["width"] <= 390 for link in menu)


def test_a_low_window(opened):
    """On a phone on its side the window is higher than the sheet, so that a finger can scroll."""
    page = opened(**{**PHONE, "viewport": {"width": 844, "height": 390}})
    frame = page.locator("#sheet").bounding_box()
    assert (frame["height"] < 300, frame["width"] > 700) == (True, True)


def test_a_phone_is_turned(opened, write, points):
    """When a phone is turned upright, what was written at the right of its sheet is still there and read."""
    page = opened(**{**PHONE, "viewport": {"width": 844, "height": 390}})
    write(page, points(2014, 300, 10, 120, gap=10))
    reads(page, "2014")
    with page.expect_response("**/v1/drawing?*"):
        page.set_viewport_size({"width": 390, "height": 844})
    page.click("#show-boxes")
    page.click("#show-boxes")
    boxes = [box.bounding_box() for box in page.locator("#sheet-boxes .box").all()]
    assert (len(boxes), all(box["x"] + box["width"] < 390 for box in boxes)) == (4, True)


CROP = """async (text) => {
  const picture = new Image();
  picture.src = `data:image/png;base64,${text}`;
  await picture.decode();
  const { width, height } = picture;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0);
  return Math.min(...context.getImageData(0, 0, width, height).data);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_kept_is_ink_on_paper(opened, write, points, scheme):
    """The part of the drawing that a correction keeps is dark on white, whatever the colours of the page."""
    page = opened(color_scheme=scheme)
    write(page, points(2, 120, 80, 200))
    reads(page, "2")
    with page.expect_request("**/v1/corrections") as kept:
        page.click("#draw-digit .fix button >> text=No digit at all")
    assert page.evaluate(CROP, kept.value.post_data_json["crop"]) < 40


def test_from_the_keyboard_to_the_mouse(page, write, points):
    """Who has put the pen down by keyboard can go on with the mouse."""
    page.focus("#sheet")
    page.keyboard.press("Space")
    write(page, points(2, 250, 180, 180))
    page.wait_for_selector("#draw .reading >> text=/2$/")


def test_keyboard_alone(page):
    """A digit can be written, looked at and corrected without a mouse."""
    page.focus("#sheet")
    page.keyboard.press("Space")
    for _ in range(20):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    reads(page, "1")
    page.focus("#draw .fix button[aria-label='It is a 7']")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('#draw .fix p').textContent === 'Kept: it is a 7.'")


def test_views_by_keyboard(opened):
    """The first stop of the keyboard leads past the menu; the menu itself is links."""
    page = opened("")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"


def test_the_reading_is_announced(page, write, points):
    """Who cannot see the page hears what is read."""
    write(page, points(4, 250, 80, 220))
    reads(page, "4")
    assert page.get_attribute("#draw-reading", "aria-live") == "polite"
