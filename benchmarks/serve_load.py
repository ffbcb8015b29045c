"""Small pictures read a second, what happens beyond that, and whether memory grows.

    python benchmarks/serve_load.py [--seconds 60] [--connections 32] [--cores 0,1] [--workers 2] [--as digit]

The service runs on ``--cores``, the client on the others if this process may use others. ``cpu_ms`` is the
processor time of a picture, by process. Writes results/serve_load.json.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from collections import Counter
from itertools import count, cycle
from typing import Any

import numpy as np
from serving import RESULTS, Service, exchange, request, serving, small_pictures

from inkread.files import write_json
from inkread.words import at_least_one

TARGET = {"per_second": 300, "p99_ms": 250}


async def load(service: Service, messages: list[bytes], connections: int, seconds: float) -> dict[str, Any]:
    """Keep ``connections`` busy for ``seconds``: how many answers, of which kinds, how fast."""
    times: list[float] = []
    statuses: Counter[int] = Counter()
    end = time.perf_counter() + seconds

    async def client(first: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
        for message in cycle(messages[first:] + messages[:first]):
            start = time.perf_counter()
            if start > end:
                break
            status, _, _ = await exchange(reader, writer, message)
            times.append(time.perf_counter() - start)
            statuses[status] += 1
        writer.close()

    begin, before = time.perf_counter(), service.cpu_seconds()
    await asyncio.gather(*(client(n * 7 % len(messages)) for n in range(connections)))
    taken, after = time.perf_counter() - begin, service.cpu_seconds()
    p50, p95, p99 = (float(1e3 * np.percentile(times, p)) for p in (50, 95, 99))
    return {
        "per_second": statuses[200] / taken,
        "cpu_ms": {who: 1e3 * (after[who] - before[who]) / len(times) for who in after},
        "p50_ms": p50,
        "p95_ms": p95,
        "p99_ms": p99,
        "answers": {str(status): n for status, n in statuses.items()},
    }


async def overload(service: Service, message: bytes, connections: int) -> dict[str, Any]:
    """So many at the same moment: all are answered, those that do not fit with 503 and when to come again."""
    answers: Counter[str] = Counter()

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
        status, headers, _ = await exchange(reader, writer, message)
        answers[f"{status}{' with retry-after' if 'retry-after' in headers else ''}"] += 1
        writer.close()

    await asyncio.gather(*(client() for _ in range(connections)))
    return dict(answers)


async def memory(service: Service, messages: list[bytes], requests: int) -> dict[str, float]:
    """Resident memory in MB before and after so many requests, and in the middle."""
    numbers = count()
    sizes = {}

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", service.port)
        while (n := next(numbers)) < requests:
            if n in (requests // 10, requests // 2):
                sizes[f"after_{n}"] = service.memory_mb()
            await exchange(reader, writer, messages[n % len(messages)])
        writer.close()

    await asyncio.gather(*(client() for _ in range(8)))
    return {**sizes, f"after_{requests}": service.memory_mb()}


async def measure(arguments: argparse.Namespace, service: Service) -> dict[str, Any]:
    pictures = small_pictures(200, arguments.digits)
    messages = [request(f"/v1/read?as={arguments.as_}", p, "image/png") for p in pictures]
    await load(service, messages, 8, 2)
    return {
        "sustained": await load(service, messages, arguments.connections, arguments.seconds),
        "overload_of_400": await overload(service, messages[0], 400),
        "memory_mb": await memory(service, messages, arguments.requests),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--connections", type=at_least_one, default=32)
    parser.add_argument("--cores", default="0,1")
    parser.add_argument("--workers", default="2")
    parser.add_argument("--as", dest="as_", default="digit")
    parser.add_argument("--digits", type=at_least_one, default=1)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--out", default="serve_load.json")
    arguments = parser.parse_args()
    others = os.sched_getaffinity(0) - {int(core) for core in arguments.cores.split(",")}
    if others:
        os.sched_setaffinity(0, others)
    with serving("--workers", arguments.workers, cores=arguments.cores) as service:
        found = asyncio.run(measure(arguments, service))
        found["start_seconds"] = service.start_seconds
    found |= {"target": TARGET, "client_cores": sorted(os.sched_getaffinity(0))}
    found |= {"settings": vars(arguments), "load_average": os.getloadavg()}
    write_json(RESULTS / arguments.out, found)
    print(found)


if __name__ == "__main__":
    main()
