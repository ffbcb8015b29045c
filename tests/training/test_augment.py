"""What augmentation does to pictures, and what it leaves alone."""

import pytest
import torch

from inkread.errors import RecipeError
from inkread.recipes.augmentation import (
    Background,
    Blur,
    Elastic,
    Noise,
    Rotate,
    Scale,
    Shear,
    Shift,
    Thickness,
)
from inkread.training.augment import augment, augmented_examples, blur, thicken
from inkread.training.warp import shift, warp

EVERY = (
    Shift(2),
    Rotate(15),
    Scale(15, stretch=10),
    Shear(15),
    Elastic(1, grid=5),
    Thickness(2),
    Blur(1),
    Noise(0.2),
    Background(0.3, fade=0.3),
)


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


def centre_of_mass(images):
    line = torch.arange(28.0)
    mass = images.sum((1, 2, 3))
    return (
        torch.stack([(images.sum(2)[:, 0] * line).sum(1), (images.sum(3)[:, 0] * line).sum(1)], 1)
        / mass[:, None]
    )


def stroke_width(image):
    """Of a vertical bar: the ink of its middle row."""
    return float(image[0, 0, 14].sum())


@pytest.fixture
def ink(digits):
    return torch.from_numpy(digits.train_images[:600]).float()[:, None] / 255


@pytest.fixture
def bar():
    image = torch.zeros(1, 1, 28, 28)
    image[:, :, 4:24, 12:16] = 1
    return image


@pytest.fixture
def spot():
    """A soft spot near the centre, so that sampling between pixels keeps its mass."""
    square = torch.arange(28.0) - 13.5
    distance = square[:, None] ** 2 + (square - 2)[None] ** 2
    return torch.exp(-distance / 8)[None, None]


@pytest.mark.parametrize(
    "step",
    [
        Shift(0),
        Rotate(0),
        Scale(0),
        Shear(0),
        Elastic(0),
        Thickness(0),
        Blur(0),
        Noise(0),
        Background(0),
    ],
    ids=lambda step: type(step).__name__,
)
def test_strength_zero(step, ink):
    """An augmentation of strength 0 gives back the pictures it was given."""
    torch.testing.assert_close(augment(ink, (step,), seeded()), ink, atol=1e-5, rtol=0)


@pytest.mark.parametrize("step", EVERY, ids=lambda step: type(step).__name__)
def test_changes_something(step, ink):
    """Every augmentation with a strength above 0 changes pictures."""
    assert not torch.allclose(augment(ink, (step,), seeded()), ink, atol=1e-3)


def test_stays_in_range(ink):
    """All augmentations together keep values within [0, 1]."""
    changed = augment(ink, EVERY, seeded())
    assert float(changed.min()) >= 0 and float(changed.max()) <= 1


def test_same_seed_same_pictures(ink):
    """The same state of the generator gives the same pictures."""
    assert torch.equal(augment(ink, EVERY, seeded(3)), augment(ink, EVERY, seeded(3)))


def test_every_picture_draws_its_own(ink):
    """Copies of one picture come out different from each other."""
    copies = ink[:1].expand(50, 1, 28, 28).contiguous()
    assert len(augment(copies, (Rotate(15),), seeded()).unique(dim=0)) == 50


def test_input_untouched(ink):
    """The pictures given are not written to."""
    before = ink.clone()
    augment(ink, EVERY, seeded())
    assert torch.equal(ink, before)


@pytest.mark.parametrize("offset", [(1, 0), (0, 2), (-3, 1), (0, 0)])
def test_shift_moves_the_centre_of_mass(offset, spot):
    """A shift of (x, y) whole pixels moves the centre of mass right by x and down by y."""
    moved = centre_of_mass(shift(spot, torch.tensor([offset]))) - centre_of_mass(spot)
    torch.testing.assert_close(moved, torch.tensor([offset]).float(), atol=0.01, rtol=0)


def test_shift_equals_roll(ink):
    """A whole shift is a roll of the picture when no ink leaves it (oracle: torch.roll)."""
    inner = torch.nn.functional.pad(ink[:, :, 4:24, 4:24], (4, 4, 4, 4))
    offsets = torch.tensor([[2, -3]]).expand(len(ink), 2)
    assert torch.equal(shift(inner, offsets), inner.roll((-3, 2), (2, 3)))


def test_shift_stays_within_its_reach(spot):
    """Shift(2) moves by -2 to 2 whole pixels each way and uses all of them."""
    moved = augment(spot.expand(400, 1, 28, 28).contiguous(), (Shift(2),), seeded())
    offsets = (centre_of_mass(moved) - centre_of_mass(spot)).round().int()
    assert set(offsets.flatten().tolist()) == {-2, -1, 0, 1, 2}


def test_warp_with_identity_and_offset(spot):
    """Sampling half a pixel to the left moves the centre of mass half a pixel to the right."""
    coefficients = torch.tensor([[[-0.5, 1, 0], [0, 0, 1]]])
    moved = centre_of_mass(warp(spot, coefficients)) - centre_of_mass(spot)
    torch.testing.assert_close(moved, torch.tensor([[0.5, 0.0]]), atol=0.01, rtol=0)


def test_elastic_nodes_move_only_their_corner(ink):
    """Moving the first node of the elastic net leaves the far corner of the picture alone."""
    coefficients = torch.zeros(len(ink), 2, 3 + 16)
    coefficients[:, 0, 1] = coefficients[:, 1, 2] = 1
    coefficients[:, :, 3] = 2
    torch.testing.assert_close(
        warp(ink, coefficients, 4)[..., 20:, 20:], ink[..., 20:, 20:], atol=1e-4, rtol=0
    )


@pytest.mark.parametrize("px", [-2.0, -1.0, 0.5, 1.0, 2.0, 4.0])
def test_thickness_is_in_pixels(px, bar):
    """``thicken`` by px widens a stroke by px pixels in all, and thins it when px is negative."""
    assert stroke_width(thicken(bar, torch.tensor([px]))) == pytest.approx(4 + px)


def test_blur_keeps_the_ink(spot):
    """Blurring spreads ink without losing it, away from the edge."""
    assert float(blur(spot, torch.tensor([1.5])).sum()) == pytest.approx(float(spot.sum()), rel=1e-3)


def test_blur_widens_by_its_sigma(spot):
    """The variance along x grows by the square of the blur's standard deviation."""
    line = torch.arange(28.0)
    columns = torch.stack(
        [image.sum((0, 1, 2)) / image.sum() for image in (spot, blur(spot, torch.tensor([1.5])))]
    )
    variance = (columns * line**2).sum(1) - (columns * line).sum(1) ** 2
    assert float(variance[1] - variance[0]) == pytest.approx(1.5**2, rel=0.02)


def test_share_leaves_the_rest_alone(ink):
    """Noise with a share of 0.3 leaves about 70% of the pictures exactly as they were."""
    changed = augment(ink, (Noise(0.2, share=0.3),), seeded())
    untouched = (changed == ink).flatten(1).all(1).float().mean()
    assert float(untouched) == pytest.approx(0.7, abs=0.06)


def test_no_pictures():
    """No pictures in, no pictures out."""
    assert augment(torch.zeros(0, 1, 28, 28), EVERY, seeded()).shape == (0, 1, 28, 28)


def test_examples_begin_with_the_original(ink):
    """``augmented_examples`` gives each picture followed by its changed copies."""
    sheet = augmented_examples(ink[:3], EVERY, 4, seeded())
    assert sheet.shape == (3, 5, 28, 28) and torch.equal(sheet[:, 0], ink[:3, 0])


def test_larger_than_a_chunk(ink):
    """More pictures than fit a chunk come back in their order."""
    many = ink.repeat(3, 1, 1, 1)
    torch.testing.assert_close(augment(many, (Rotate(0),), seeded()), many, atol=1e-5, rtol=0)


def test_negative_strength_is_refused():
    """A negative amount is refused with its name and value."""
    with pytest.raises(RecipeError, match="Shift needs px to be a number of at least 0, got -1"):
        Shift(-1)
