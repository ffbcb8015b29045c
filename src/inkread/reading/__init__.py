"""From pictures to numbers, and why."""
