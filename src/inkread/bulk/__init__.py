"""Many pictures at a time."""
