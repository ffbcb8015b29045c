import io

from inkread.service.frame import read, write

PARTS = [({"name": "a\nb"}, b"first\n"), ({"name": None}, b""), ({}, bytes(range(256)))]


def test_what_is_written_is_read():
    """Parts come out as they went in, one frame after the other, whatever their bytes are."""
    pipe = io.BytesIO()
    write(pipe, PARTS)
    write(pipe, PARTS[:1])
    pipe.seek(0)
    assert [read(pipe), read(pipe), read(pipe)] == [PARTS, PARTS[:1], None]


def test_half_a_line():
    """A pipe that ends within a line is at its end."""
    assert read(io.BytesIO(b'[{"bytes": 3')) is None
