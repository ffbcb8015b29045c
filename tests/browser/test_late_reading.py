"""Readings that come late: whoever is busy with what is shown stays where they are."""

import pytest

FIRST, SECOND = ([[(x, 80), (x, 160), (x, 240)]] for x in (250, 350))
SEVEN = "#draw .fix button[aria-label='It is a 7']"


@pytest.fixture
def late(page, write):
    """A page that reads 1, where a second 1 is written; its reading comes when this is called."""
    write(page, FIRST)
    reads(page, "1")
    page.wait_for_load_state("networkidle")
    held = []

    def hold(route):
        held.append(route)

    page.route("**/v1/drawing*", hold)
    write(page, SECOND)

    def come():
        for route in held:
            route.continue_()
        page.unroute("**/v1/drawing*")
        reads(page, "11")

    return come


@pytest.fixture
def two(page, late):
    """A page that reads 11."""
    late()
    page.wait_for_load_state("networkidle")
    return page


def reads(page, text):
    """Wait until the page reads this."""
    page.wait_for_function("text => document.querySelector('#draw .reading')?.textContent === text", arg=text)


def says(page, words):
    """Wait until this is said above the corrections."""
    page.wait_for_function("words => document.querySelector('#draw .fix p').textContent === words", arg=words)


def read_again(page):
    """Ask for the reading of what is drawn, and give it."""
    with page.expect_response("**/v1/drawing*") as answer:
        page.locator("#pen").dispatch_event("input")
    page.wait_for_load_state("networkidle")
    return answer.value.json()


def test_the_focus_stays_on_the_correction(page, late):
    """A late reading leaves the focus where it is among the corrections, and Enter keeps one."""
    page.focus(SEVEN)
    late()
    page.keyboard.press("Enter")
    says(page, "Kept: it is a 7.")


def test_a_click_is_not_lost(two):
    """A reading that differs between pressing and releasing the mouse does not undo the click."""
    two.hover(SEVEN)
    two.mouse.down()
    two.evaluate("document.getElementById('pen').value = 7")
    read_again(two)
    two.mouse.up()
    says(two, "Kept: it is a 7.")


def test_the_correction_is_of_what_is_shown(page, late):
    """After a late reading the pixels that are kept are those on the page."""
    page.focus(SEVEN)
    late()
    with page.expect_request("**/v1/corrections") as asked:
        page.keyboard.press("Enter")
    assert asked.value.post_data_json["pixels"] == read_again(page)["sights"][0]["pixels"]


def test_the_focus_stays_on_the_digit(two):
    """A reading that differs leaves the focus on the digit that was chosen."""
    two.locator("#draw .chip").nth(1).focus()
    two.evaluate("document.getElementById('pen').value = 7")
    read_again(two)
    assert two.evaluate("document.activeElement.matches('#draw .chip:nth-child(2)')")


def test_the_same_reading_changes_nothing(two):
    """A reading that says what is shown already is not announced again."""
    two.evaluate("window.before = document.querySelector('#draw .reading')")
    read_again(two)
    assert two.evaluate("document.querySelector('#draw .reading') === window.before")


def test_what_vanishes_leaves_the_focus_on_the_sheet(two):
    """When the digit under correction is undone, the keyboard goes back to the sheet."""
    two.focus(SEVEN)
    two.keyboard.press("Control+z")
    two.keyboard.press("Control+z")
    two.wait_for_selector("#draw .empty")
    assert two.evaluate("document.activeElement.id") == "sheet"
