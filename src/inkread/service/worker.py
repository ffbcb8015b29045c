"""A process that reads for a service: ``python -m inkread.service.worker [MODEL]``.

Both pipes carry frames. The first one out tells the model; then every frame in, of some pictures, is answered
by one out, of their readings. The end of the input is the end of the work.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, BinaryIO

from inkread.service.frame import read, write

if TYPE_CHECKING:
    from inkread.service.ask import Answer


def main() -> None:
    """Answer until there is nothing more to answer."""
    # Ctrl-C in the terminal reaches the whole group; it is for the service, which closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe_in, pipe_out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the frames
    try:
        _work(pipe_in, pipe_out)
    except BrokenPipeError:  # the service was killed; the end would try the pipe once more, and complain
        os._exit(1)


def _work(pipe_in: BinaryIO, pipe_out: BinaryIO) -> None:
    import cv2

    from inkread.errors import InkreadError
    from inkread.service.answer import answer
    from inkread.service.ask import Ask
    from inkread.service.model import open_model

    cv2.setNumThreads(1)  # the crew has a process for each core
    try:
        model = open_model(sys.argv[1] if len(sys.argv) > 1 else None)
    except InkreadError as error:
        write(pipe_out, [({"error": str(error)}, b"")])
        return
    write(pipe_out, [({"model": asdict(model.about)}, b"")])
    while (asked := read(pipe_in)) is not None:
        made = [answer(model.reader, Ask(content=content, **head)) for head, content in asked]
        write(pipe_out, [(_head(one), one.body) for one in made])


def _head(made: Answer) -> dict[str, Any]:
    return {"status": made.status, "media_type": made.media_type, "seen": made.seen}


if __name__ == "__main__":
    main()
