"""A process that reads for a service: ``python -m inkread.service.worker [MODEL]``.

Both pipes carry frames: a line of JSON that says how many bytes follow, and those bytes. The first frame out
tells the model; then every frame in is answered by one out. The end of the input is the end of the work.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import asdict
from typing import Any, BinaryIO


def main() -> None:
    """Answer until there is nothing more to answer."""
    # Ctrl-C in the terminal reaches the whole group; it is for the service, which closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe_in, pipe_out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the frames

    import cv2

    from inkread.errors import InkreadError
    from inkread.service.answer import answer
    from inkread.service.ask import Ask
    from inkread.service.model import open_model

    cv2.setNumThreads(1)  # the crew has a process for each core
    try:
        model = open_model(sys.argv[1] if len(sys.argv) > 1 else None)
    except InkreadError as error:
        write(pipe_out, {"error": str(error)}, b"")
        return
    write(pipe_out, {"model": asdict(model.about)}, b"")
    while (frame := read(pipe_in)) is not None:
        head, content = frame
        made = answer(model.reader, Ask(content=content, **head))
        write(pipe_out, {key: value for key, value in asdict(made).items() if key != "body"}, made.body)


def write(pipe: BinaryIO, head: dict[str, Any], content: bytes) -> None:
    """Send one frame."""
    pipe.write(frame_of(head, content))
    pipe.flush()


def frame_of(head: dict[str, Any], content: bytes) -> bytes:
    """One frame."""
    return json.dumps({**head, "bytes": len(content)}).encode() + b"\n" + content


def read(pipe: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """The next frame; None at the end."""
    line = pipe.readline()
    if not line.endswith(b"\n"):
        return None
    head = json.loads(line)
    content = pipe.read(head.pop("bytes"))
    return head, content


if __name__ == "__main__":
    main()
