"""The list of what was put right."""

KEEP = """async (n) => {
  const pixels = btoa("\\0".repeat(784));
  const body = JSON.stringify({ pixels, correct: 3, read: 8 });
  const headers = { "Content-Type": "application/json" };
  for (let at = 0; at < n; at++) await fetch("v1/corrections", { method: "POST", headers, body });
}"""

CARDS = "n => document.querySelectorAll('#kept li').length === n"


def test_what_is_deleted_in_haste(opened):
    """Two corrections that are deleted right after each other leave every other one once."""
    page = opened("draw")
    kept = page.evaluate("fetch('v1/corrections').then((answer) => answer.json())")["total"]
    page.evaluate(KEEP, 3)
    page.click("nav a[data-view=corrections]")
    page.wait_for_function(CARDS, arg=kept + 3)
    page.evaluate("[...document.querySelectorAll('#kept button')].slice(0, 2).forEach((one) => one.click())")
    page.wait_for_function(CARDS, arg=kept + 1)
    page.wait_for_load_state("networkidle")
    assert page.locator("#kept li").count() == kept + 1


def test_deleting_by_keyboard(opened):
    """Whoever deletes a correction by keyboard stands on the next one's button."""
    page = opened("draw")
    page.evaluate(KEEP, 2)
    page.click("nav a[data-view=corrections]")
    page.locator("#kept button").first.focus()
    with page.expect_response("**/v1/corrections?*"):
        page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.activeElement === document.querySelector('#kept button')")
