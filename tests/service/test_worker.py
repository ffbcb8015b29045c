"""The process that reads for a service."""

import os
import subprocess
import sys


def test_a_service_that_is_gone():
    """Where the service was killed meanwhile, the process ends without a trace in the log."""
    unread, pipe = os.pipe()
    command = [sys.executable, "-m", "inkread.service.worker", "no-such-model"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=pipe, stderr=subprocess.PIPE) as process:
        os.close(unread)
        os.close(pipe)
        assert process.stderr.read() == b""
