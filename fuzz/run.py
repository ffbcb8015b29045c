"""Throw changed pictures, corrections or model files at the program until one gets through.

    python fuzz/run.py pictures [options of libFuzzer, such as -max_total_time=600]

The corpus grows in ``build/fuzz/NAME``; what is found lies beside it as ``crash-…``, ``timeout-…`` or
``oom-…`` and is tried again with ``python fuzz/run.py NAME FILE``. Needs the extra ``fuzz``.
"""

from __future__ import annotations

import hashlib
import importlib
import resource
import sys
from collections.abc import Callable
from pathlib import Path

import atheris

NAMES = ("pictures", "corrections", "models")
BUILD = Path("build") / "fuzz"
LIMITS = ("-timeout=60", "-report_slow_units=20", "-rss_limit_mb=0", "-max_len=30000")
"""A page is read in 10 s; here every branch is counted too, and that takes several times as long."""

MOST_BYTES = 1_500_000_000
"""By so much one input may raise the most memory that was ever taken. The counting keeps about a megabyte for
each picture, which a limit on the whole would take for a find."""


def bounded(check: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """``check`` that fails where it takes more than ``MOST_BYTES``."""

    def run(content: bytes) -> None:
        before = _most_bytes()
        check(content)
        if _most_bytes() - before > MOST_BYTES:
            raise MemoryError(f"{(_most_bytes() - before) / 1e6:,.0f} MB more for {len(content):,} bytes")

    return run


def _most_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main(arguments: list[str]) -> None:
    """Run the target that is named first until something is found or time is up."""
    if not arguments or arguments[0] not in NAMES:
        sys.exit(f"Say what to fuzz: {', '.join(NAMES)}; received {' '.join(arguments) or 'nothing'}.")
    name, *options = arguments
    with atheris.instrument_imports(include=["inkread"]):
        target = importlib.import_module(name)
    corpus = BUILD / name
    corpus.mkdir(parents=True, exist_ok=True)
    for content in target.seeds():
        (corpus / hashlib.sha256(content).hexdigest()[:16]).write_bytes(content)
    files = [option for option in options if not option.startswith("-")] or [str(corpus)]
    flags = [option for option in options if option.startswith("-")]
    atheris.Setup([sys.argv[0], *LIMITS, f"-artifact_prefix={BUILD}/", *flags, *files], bounded(target.check))
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
