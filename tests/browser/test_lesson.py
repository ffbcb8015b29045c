def test_train_and_compare(opened):
    """A recipe is trained from the page, shows its progress, and joins the runs."""
    page = opened("lesson")
    page.click("[aria-label='Quick try of mlp-256-128']")
    page.wait_for_selector("#training-status >> text=Done", timeout=120_000)
    page.wait_for_selector("#runs tr >> text=mlp-256-128-")
    assert page.locator("#comparison svg.chart").count() == 2


def test_cancel(opened):
    """A training that is cancelled keeps what there is and says so."""
    page = opened("lesson")
    page.click("[aria-label='Train cnn-simple']")
    page.wait_for_selector("#training-status >> text=/Epoch [1-9]/", timeout=120_000)
    page.click("#training-cancel")
    page.wait_for_selector("#training-status >> text=Cancelled", timeout=60_000)
