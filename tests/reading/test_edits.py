"""How far apart two texts are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkread.reading.edits import edit_distance


@pytest.mark.parametrize(
    ("read", "truth", "edits"),
    [("2014", "2014", 0), ("214", "2014", 1), ("2814", "2014", 1), ("", "20", 2), ("12014", "2014", 1)],
)
def test_edits(read, truth, edits):
    """A missing, a wrong and a surplus digit each count one."""
    assert edit_distance(read, truth) == edits


@given(st.text("01", max_size=6), st.text("01", max_size=6))
def test_edit_distance(one, other):
    """Edits are symmetric, 0 for equal texts only, and at most the longer length."""
    edits = edit_distance(one, other)
    assert edits == edit_distance(other, one) and (edits == 0) == (one == other)
    assert abs(len(one) - len(other)) <= edits <= max(len(one), len(other))
