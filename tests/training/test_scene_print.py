"""Printed digits and letters."""

from inkread.training.scene_print import LIKE_DIGITS, other_letters, print_digit, print_letter


def test_digits_are_printed(rng):
    """Every digit comes out as ink with a blank margin in whatever font is drawn."""
    printed = [print_digit(digit, rng) for digit in range(10) for _ in range(10)]
    assert all(ink.max() > 0.9 and not ink[:, 0].any() and not ink[-1].any() for ink in printed)


def test_letters_are_printed(rng):
    """Letters are never blank."""
    assert all(print_letter(rng).any() for _ in range(100))


def test_letters_like_digits_are_left_out():
    """No letter that people write like a digit is shown as no digit, and there are hundreds of others."""
    letters = other_letters()
    assert len(letters) > 300 and not LIKE_DIGITS & set(letters)
