"""The page of a service that asks for a token."""


def test_the_token_of_the_address(chromium, locked):
    """A page without it says where it is; the address with it opens that page, and loses it."""
    page = chromium.new_page()
    page.goto(locked.partition("#")[0])
    page.wait_for_selector("#trouble >> text=open the whole address that inkread serve printed")
    page.goto(locked)
    page.wait_for_selector("#about >> text=Read by")
    assert (page.url.partition("#")[2], page.is_visible("#trouble")) == ("draw", False)
    page.close()
