def test_train_and_compare(opened):
    """A recipe is trained from the page and joins the runs, on a phone with its accuracy in view."""
    page = opened("lesson")
    page.click("[aria-label='Quick try of mlp-256-128']")
    page.wait_for_selector("#training-status >> text=Done", timeout=120_000)
    page.wait_for_selector("#runs tr >> text=mlp-256-128-")
    assert page.locator("#comparison svg.chart").count() == 2
    page.set_viewport_size({"width": 390, "height": 844})
    accuracy = page.locator("#runs tbody tr >> nth=0 >> td:last-child").bounding_box()
    assert accuracy["x"] + accuracy["width"] <= 390


def test_durations(page):
    """Times are said in seconds, minutes or hours, as people would."""
    said = page.evaluate("import('/dom.js').then(({ duration }) => [4.23, 640, 9856].map(duration))")
    assert said == ["4.2 s", "11 min", "2 h 44 min"]


def test_cancel(opened):
    """A training that is cancelled keeps what there is and says so."""
    page = opened("lesson")
    page.click("[aria-label='Train cnn-simple']")
    page.wait_for_selector("#training-status >> text=/Epoch [1-9]/", timeout=120_000)
    page.click("#training-cancel")
    page.wait_for_selector("#training-status >> text=Cancelled", timeout=60_000)
