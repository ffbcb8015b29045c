"""What a run was made with: versions, machine, commit."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from inkread.cores import usable_cores

LIBRARIES = ("inkread", "torch", "numpy", "onnx", "onnxruntime", "scikit-learn", "xgboost-cpu")


def versions() -> dict[str, str]:
    """The versions of Python and of the libraries that decide a run's figures; absent ones are left out."""
    found = {"python": platform.python_version()}
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            continue
    return found


def machine(threads: int, device: str) -> dict[str, Any]:
    """Processor, cores this process may use, threads it does use, device, system, load at the start."""
    return {
        "processor": _processor(),
        "cores": usable_cores(),
        "threads": threads,
        "device": device,
        "system": f"{platform.system()} {platform.machine()}",
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def memory_bytes() -> int | None:
    """The memory of this machine, swap left out; None where the system does not say."""
    if not hasattr(os, "sysconf"):
        return None
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def commit() -> str | None:
    """The commit of the source tree this package runs from, with ``+`` when it is changed; None elsewhere."""
    root = Path(__file__).parents[3]
    if not (root / ".git").exists():
        return None
    try:
        told = subprocess.run(  # noqa: S603
            ["git", "-C", str(root), "describe", "--always", "--dirty=+", "--abbrev=10", "--exclude=*"],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
            timeout=5,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return told.stdout.strip()


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
