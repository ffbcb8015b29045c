"""From a picture to ink, to pieces of ink, to 28×28 digits."""
