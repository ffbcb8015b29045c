"""The list of what was put right."""

import json

KEEP = """async (n) => {
  const pixels = btoa("\\0".repeat(784));
  const body = JSON.stringify({ pixels, correct: 3, read: 8 });
  const headers = { "Content-Type": "application/json" };
  for (let at = 0; at < n; at++) await fetch("v1/corrections", { method: "POST", headers, body });
}"""

LOCKED = """() => {
  const [fetched, refusal] = [fetch, Response.json({ detail: "It is locked." }, { status: 500 })];
  window.fetch = async (path, wish) => (wish.method === "DELETE" ? refusal : fetched(path, wish));
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


def test_a_deletion_that_fails(opened):
    """Why a correction could not be deleted is said, and stays in sight."""
    page = opened("draw")
    page.evaluate(KEEP, 1)
    page.click("nav a[data-view=corrections]")
    page.evaluate(LOCKED)
    with page.expect_response("**/v1/corrections?*"):
        page.click("#kept button >> nth=0")
    page.wait_for_load_state("networkidle")
    assert page.inner_text("#trouble") == "It is locked."


def test_deleting_far_down(opened):
    """Whoever deletes far down in the list stays there."""
    page = opened("draw")
    page.evaluate(KEEP, 70)
    page.click("nav a[data-view=corrections]")
    page.click("#more")
    page.wait_for_function("n => document.querySelectorAll('#kept li').length > n", arg=60)
    kept = page.locator("#kept li").count()
    page.locator("#kept button").nth(65).click()
    page.wait_for_function(CARDS, arg=kept - 1)


def test_a_learning_that_goes_on(opened):
    """A page that is opened while the reader is taught follows it, and teaches it no second time."""
    page = opened("draw")
    job = {"id": "1" * 32, "kind": "learn", "state": "running", "seconds": 3, "message": "Learning: 17%"}
    page.route("**/v1/jobs", lambda way: way.fulfill(json=[job]))
    page.route("**/v1/jobs/*/events", lambda way: None)
    page.evaluate(KEEP, 1)
    page.click("nav a[data-view=corrections]")
    page.wait_for_selector("#teach-status >> text=Learning: 17%")
    assert page.is_disabled("#teach")


def test_what_was_not_learned_is_said_once(opened):
    """Why the reader stays as it was is said in one place."""
    page = opened("draw")
    job = {"id": "1" * 32, "kind": "learn", "state": "running", "seconds": 3, "message": "Not accepted."}
    page.route("**/v1/jobs", lambda way: way.fulfill(json=[job]))
    news = json.dumps({**job, "state": "failed"})
    page.route("**/v1/jobs/*/events", lambda way: way.fulfill(body=f"data: {news}\n\n"))
    page.evaluate(KEEP, 1)
    page.click("nav a[data-view=corrections]")
    page.wait_for_selector("text=Not accepted.")
    assert page.locator("text=Not accepted.").count() == 1
