import json


def test_train_and_compare(opened):
    """A recipe is trained from the page, joins the runs and shows its mistakes, on a phone its accuracy."""
    page = opened("lesson")
    page.click("[aria-label='Quick try of mlp-256-128']")
    page.wait_for_selector("#training-status >> text=Done", timeout=120_000)
    page.wait_for_selector("#runs tr >> text=mlp-256-128-")
    assert page.locator("#comparison svg.chart").count() == 2
    page.focus("#comparison button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#comparison .stack:focus .matrix", timeout=60_000)
    page.set_viewport_size({"width": 390, "height": 844})
    accuracy = page.locator("#runs tbody tr >> nth=0 >> td:last-child").bounding_box()
    assert accuracy["x"] + accuracy["width"] <= 390


def test_durations(page):
    """Times are said in seconds, minutes or hours, as people would."""
    said = page.evaluate("import('/dom.js').then(({ duration }) => [4.23, 640, 9856].map(duration))")
    assert said == ["4.2 s", "11 min", "2 h 44 min"]


def test_only_certainty_is_a_hundred_percent(page):
    """A confidence is never rounded up, as nowhere else in the program."""
    said = page.evaluate("import('/dom.js').then(({ sure }) => [1, 0.99999, 0.997, 0.29, 0].map(sure))")
    assert said == ["100.0%", "99.9%", "99.7%", "29.0%", "0.0%"]


def test_a_training_without_validation(page):
    """Where nothing is validated on, no accuracy is said, least of all 0%."""
    job = {"state": "running", "epochs": 3, "history": [{"epoch": 1, "validation_accuracy": None}]}
    asked = "job => import('/lesson.js').then(({ progressWords }) => progressWords(job, 1))"
    assert page.evaluate(asked, job) == "Epoch 1 of 3"
    job["history"][0]["validation_accuracy"] = 0.9
    assert page.evaluate(asked, job) == "Epoch 1 of 3, validation accuracy 90.00%"


def test_cancel(opened):
    """A training that is cancelled keeps what there is and says so, with a bar that is not full."""
    page = opened("lesson")
    page.click("[aria-label='Train cnn-simple']")
    page.wait_for_selector("#training-status >> text=/Epoch [1-9]/", timeout=120_000)
    page.click("#training-cancel")
    page.wait_for_selector("#training-status >> text=Cancelled", timeout=60_000)
    assert page.evaluate("document.querySelector('#training-bar').value") < 1


def test_a_service_that_stops(opened):
    """When the service is stopped during a training the page says so, and offers to cancel it no longer."""
    page = opened("lesson")
    job = {"id": "1" * 32, "kind": "train", "state": "running", "recipe": "fast", "epochs": 1, "history": []}
    news = {**job, "run": "fast-1", "seconds": 2, "message": ""}
    page.route("**/v1/jobs", lambda way: way.fulfill(json=news))
    page.route("**/v1/jobs/*/events", lambda way: way.fulfill(body=f"data: {json.dumps(news)}\n\n"))
    page.click("[aria-label='Train fast']")
    page.wait_for_selector("#trouble >> text=The service was stopped.")
    assert page.is_hidden("#training-cancel")
    assert page.is_enabled("[aria-label='Train fast']")


def test_training_by_keyboard(opened):
    """Whoever starts a training by keyboard stands on the button that cancels it."""
    page = opened("lesson")
    job = {"id": "1" * 32, "kind": "train", "state": "running", "recipe": "fast", "epochs": 1, "history": []}
    page.route("**/v1/jobs", lambda way: way.fulfill(json={**job, "seconds": 2, "message": ""}))
    page.route("**/v1/jobs/*/events", lambda way: None)
    page.focus("[aria-label='Train fast']")
    page.keyboard.press("Enter")
    page.wait_for_selector("#training-cancel:focus")
