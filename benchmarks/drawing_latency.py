"""From pen-up to the reading: the time of one drawing over HTTP, and in the page where a Chromium is at hand.

    python benchmarks/drawing_latency.py [--drawings 200] [--cores 0,1]

Writes results/drawing_latency.json. In the page, the clock runs from the pointer's release to the moment the
answer is shown, with requests of the strokes before it still under way, as when somebody writes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import time
from typing import Any

import numpy as np
from serving import RESULTS, STROKES, Service, exchange, request, serving

from inkread.files import write_json
from inkread.words import at_least_one

TARGET = {"p95_ms": 100}
WIDTH, HEIGHT = 740, 416
"""The sheet of the page on a desktop."""


def strokes_of(number: str, rng: np.random.Generator) -> list[list[tuple[float, float]]]:
    """A number from recorded strokes, moved and sized a little anew, with a point every 4 pixels or so."""
    recorded = json.loads(STROKES.read_text(encoding="utf-8"))
    size, left, top = rng.uniform(140, 220), rng.uniform(30, 80), rng.uniform(60, 120)
    strokes = []
    for at, digit in enumerate(number):
        for stroke in recorded[digit]:
            points = np.array(stroke) * size / 100 + (left + at * size * 0.9, top)
            points += rng.normal(0, 1, points.shape)
            fine = np.linspace(0, len(points) - 1, len(points) * 5)
            place = np.arange(len(points))
            strokes.append(list(zip(*(np.interp(fine, place, points[:, k]) for k in (0, 1)), strict=True)))
    return strokes


async def over_http(service: Service, numbers: list[str]) -> list[float]:
    """Milliseconds from sending a whole drawing to its answer, with all details."""
    rng = np.random.default_rng(0)
    reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
    times = []
    for number in numbers:
        points = [[(round(x, 1), round(y, 1), 0.5) for x, y in one] for one in strokes_of(number, rng)]
        drawing = {"width": WIDTH, "height": HEIGHT, "pen_px": 13, "strokes": [{"points": p} for p in points]}
        message = request("/v1/drawing?detail=true&as=line", json.dumps(drawing).encode(), "application/json")
        start = time.perf_counter()
        status, _, _ = await exchange(reader, writer, message)
        times.append(1e3 * (time.perf_counter() - start))
        assert status == 200
    writer.close()
    return times[5:]


def in_the_page(service: Service, numbers: list[str], chromium: str) -> list[float]:
    """Milliseconds from the pointer's release to the new reading on the page."""
    from playwright.sync_api import sync_playwright

    rng = np.random.default_rng(0)
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(f"http://127.0.0.1:{service.port}/")
        page.evaluate(WATCH)
        for number in numbers:
            page.click("#clear", force=True) if page.is_enabled("#clear") else None
            frame = page.locator("#sheet").bounding_box()
            assert frame
            for stroke in strokes_of(number, rng):
                for at, (x, y) in enumerate(stroke):
                    page.mouse.move(frame["x"] + x, frame["y"] + y)
                    if at == 0:
                        page.mouse.down()
                page.mouse.up()
            page.wait_for_timeout(1000)
        times: list[float] = page.evaluate("window.settled()")
        browser.close()
    return times


WATCH = """() => {
  const times = [];
  let up = 0;
  let last = 0;
  const close = () => {
    if (up && last > up) times.push(last - up);
    up = 0;
  };
  const sheet = document.querySelector("#sheet");
  sheet.addEventListener("pointerdown", close);
  sheet.addEventListener("pointerup", () => {
    up = performance.now();
    last = 0;
  });
  new MutationObserver(() => { last = performance.now(); })
    .observe(document.querySelector("#sheet-boxes"), { childList: true });
  document.querySelector("#clear").addEventListener("click", close, true);
  window.settled = () => { close(); return times; };
}"""
"""Notes for every pen-up when the last reading that it caused was shown."""


def summary(times: list[float]) -> dict[str, float]:
    p50, p95, p99 = (float(np.percentile(times, p)) for p in (50, 95, 99))
    return {"n": len(times), "p50_ms": p50, "p95_ms": p95, "p99_ms": p99}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--drawings", type=at_least_one, default=200)
    parser.add_argument("--in-page", type=int, default=40)
    parser.add_argument("--cores", default="")
    arguments = parser.parse_args()
    rng = np.random.default_rng(1)
    numbers = [
        "".join(str(d) for d in rng.integers(0, 10, rng.integers(1, 4))) for _ in range(arguments.drawings)
    ]
    found: dict[str, Any] = {"target": TARGET}
    with serving("--workers", "2", cores=arguments.cores) as service:
        found["over_http"] = summary(asyncio.run(over_http(service, numbers)))
        chromium = shutil.which("chromium")
        if chromium and arguments.in_page:
            found["in_the_page"] = summary(in_the_page(service, numbers[: arguments.in_page], chromium))
    found["load_average"] = os.getloadavg()
    write_json(RESULTS / "drawing_latency.json", found)
    print(found)


if __name__ == "__main__":
    main()
