"""How fast the reader is: a cold process, digits a second, a folder, a 12-megapixel page, hostile pages.

    python benchmarks/read_speed.py

Pictures are drawn here. Run it alone: what is not called CPU is wall-clock time; the load is written down.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from hostile import pages as hostile_pages
from PIL import Image
from serving import small_pictures

from inkread.cores import usable_cores
from inkread.files import write_json
from inkread.reading.reader import WAYS, As, reader

RESULT = Path(__file__).parents[1] / "results" / "read_speed.json"
TARGETS = {"cold_seconds": 0.7, "digits_a_second": 3000, "page_seconds": 1.0, "hostile_cpu_seconds": 10.0}


def page(height: int, width: int, rows: int, columns: int) -> npt.NDArray[np.uint8]:
    """A sheet with ``rows`` × ``columns`` numbers of four digits."""
    sheet = np.full((height, width), 235, np.uint8)
    rng = np.random.default_rng(0)
    size = height / rows / 60
    for row in range(rows):
        for column in range(columns):
            at = (int((column + 0.1) * width / columns), int((row + 0.75) * height / rows))
            text = f"{rng.integers(0, 10_000):04d}"
            cv2.putText(
                sheet, text, at, cv2.FONT_HERSHEY_SIMPLEX, size, 40, max(int(2 * size), 1), cv2.LINE_AA
            )
    return sheet


def seconds(picture: npt.NDArray[np.uint8], as_: As, times: int = 5) -> tuple[float, int]:
    """The median time to read a picture, warm, and how many digits are read in it."""
    tool, spent, found = reader(), [], 0
    for _ in range(times + 1):
        start = time.perf_counter()
        reading = tool.read(picture, as_)
        spent.append(time.perf_counter() - start)
        found = sum(len(number.digits) for number in reading.numbers)
    return statistics.median(spent[1:]), found


def cold(times: int = 5) -> float:
    """The median time of a process that reads one small picture."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.png"
        Image.fromarray(page(60, 160, 1, 1)).save(path)
        spent = []
        for _ in range(times):
            start = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "inkread", "read", str(path)], check=True, capture_output=True
            )
            spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def folder(pages: int = 20) -> float:
    """Digits a second that ``inkread read FOLDER`` reads on dense pages, its start included."""
    with tempfile.TemporaryDirectory() as scans:
        for number in range(pages):
            Image.fromarray(page(2000, 1500, 40, 6)).save(Path(scans) / f"{number}.png")
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "inkread", "read", scans], check=True, capture_output=True, text=True
        )
        spent = time.perf_counter() - start
    return sum(len(line.split("\t")[1]) for line in done.stdout.splitlines()) / spent


def cpu_seconds(picture: npt.NDArray[np.uint8], way: As) -> float:
    """The processor's time for one reading: what a busy machine does not change much."""
    start = time.process_time()
    reader().read(picture, way)
    return time.process_time() - start


def hostile() -> dict[str, float]:
    """Seconds of processor time for each page of ``hostile``, in the way that takes longest."""
    return {name: max(cpu_seconds(page, way) for way in WAYS) for name, page in hostile_pages()}


def small(digits: int) -> float:
    """Milliseconds of processor time for so many digits, 64 pixels high, as the service reads them."""
    tool, pictures = reader(), small_pictures(40, digits)
    way: As = "digit" if digits == 1 else "line"
    spent = []
    for _ in range(4):
        start = time.process_time()
        for picture in pictures:
            tool.read(picture, way)
        spent.append(time.process_time() - start)
    return 1e3 * min(spent[1:]) / len(pictures)


def main() -> None:
    """Measure everything and write it down."""
    full, digits = seconds(page(2000, 1500, 40, 6), "page")
    large, _ = seconds(page(4000, 3000, 12, 2), "page", times=3)
    slowest = hostile()
    figures = {
        "cold_seconds": cold(),
        "digits_a_second": digits / full,
        "folder_digits_a_second": folder(),
        "digits_a_cpu_second": digits / cpu_seconds(page(2000, 1500, 40, 6), "page"),
        "page_seconds": large,
        "page_cpu_seconds": cpu_seconds(page(4000, 3000, 12, 2), "page"),
        "small_digit_cpu_ms": small(1),
        "small_line_cpu_ms": small(4),
        "line_seconds": seconds(page(80, 300, 1, 1), "line")[0],
        "hostile_cpu_seconds": max(slowest.values()),
        "hostile": slowest,
        "cores": usable_cores(),
        "load": os.getloadavg()[0],
        "targets": TARGETS,
    }
    write_json(RESULT, figures)
    for name, value in figures.items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
