import io
import struct

import numpy as np
import pytest
from PIL import Image

from inkread.service.schemas import ReadingOut

READING = {
    "path": None,
    "numbers": [
        {
            "text": "7",
            "confidence": 0.9,
            "box": [0, 0, 60, 40],
            "digits": [{"digit": 7, "confidence": 0.9, "box": [0, 0, 60, 40]}],
        }
    ],
    "rejected": [],
}

FIELD = b'--x\r\nContent-Disposition: form-data; name="NAME"\r\n\r\n1\r\n--x--\r\n'
"""A form with one field, which is no file."""


def as_file(image, kind, **how):
    """The bytes of a Pillow image."""
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def test_raw_body(client, picture):
    """A picture sent as it is is read, and answered in the form of the command line."""
    assert client.post("/v1/read", content=picture).json() == READING


def test_form(client, picture):
    """A picture sent as a form's file is read too, and goes by its name."""
    answer = client.post("/v1/read", files={"picture": ("note.png", picture, "image/png")})
    assert answer.json() == {**READING, "path": "note.png"}


def test_detail(client, picture):
    """With detail, each digit comes with what the classifier saw of it."""
    answer = client.post("/v1/read?detail=true", content=picture).json()
    assert ReadingOut.model_validate(answer).sights[0].probabilities[7] == pytest.approx(0.9)


def test_drawing(client):
    """Strokes are read like the picture that they make."""
    drawing = {"width": 60, "height": 40, "strokes": [{"points": [[30, 5, 0.5], [30, 35, 0.5]]}]}
    assert client.post("/v1/drawing", json=drawing).json() == READING


def test_empty_sheet(client):
    """A drawing without a stroke has no number on it."""
    assert client.post("/v1/drawing", json={"width": 9, "height": 9, "strokes": []}).json()["numbers"] == []


def test_layout_is_checked(client, picture):
    """What a picture is of must be one of three words."""
    assert client.post("/v1/read?as=poem", content=picture).status_code == 422


def malformed():
    """Pictures that are none, by name."""
    good = Image.fromarray(np.zeros((30, 30), np.uint8))
    whole = as_file(good, "PNG")
    return {
        "nothing": b"",
        "text": b"not a picture at all",
        "html": b"<html><script>alert(1)</script>",
        "one byte": b"\x89",
        "png signature alone": whole[:8],
        "truncated png": whole[:40],
        "png with a broken crc": whole[:20] + b"\xff\xff" + whole[22:],
        "truncated jpeg": as_file(good, "JPEG")[:60],
        "gif header": b"GIF89a\xff\xff\xff\xff",
        "bmp of negative size": b"BM" + b"\xff" * 60,
        "tiff with a loop": b"II*\x00\x08\x00\x00\x00\x01\x00" + b"\xff" * 20,
        "webp cut short": b"RIFF\x10\x00\x00\x00WEBPVP8 ",
        "bomb": whole[:16] + struct.pack(">II", 60_000, 60_000) + whole[24:],
        "zeros": bytes(5000),
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    }


@pytest.mark.parametrize("name", malformed())
def test_malformed_picture_is_the_senders_mistake(client, name):
    """What cannot be decoded is answered with 4xx and one line, never with 5xx."""
    answer = client.post("/v1/read", content=malformed()[name])
    assert (answer.status_code, "\n" in answer.json()["detail"]) == (422, False)


@pytest.mark.parametrize(
    "picture",
    [
        as_file(Image.new("CMYK", (20, 20)), "JPEG"),
        as_file(Image.new("P", (20, 20)), "GIF"),
        as_file(Image.fromarray(np.zeros((20, 20), np.uint16)), "PNG"),
        as_file(Image.new("L", (1, 1)), "PNG"),
        as_file(Image.new("L", (1, 5000)), "PNG"),
    ],
    ids=["cmyk", "palette", "16 bits", "one pixel", "one column"],
)
def test_odd_picture_is_read(client, picture):
    """Rare kinds of pictures are pictures."""
    assert client.post("/v1/read", content=picture).status_code == 200


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"anything", "multipart/form-data"),
        (FIELD.replace(b"NAME", b"other"), "multipart/form-data; boundary=x"),
        (FIELD.replace(b"NAME", b"picture"), "multipart/form-data; boundary=x"),
    ],
)
def test_malformed_form(client, body, kind):
    """A form that is broken or lacks its picture is the sender's mistake."""
    answer = client.post("/v1/read", content=body, headers={"Content-Type": kind})
    assert answer.status_code in (400, 422)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"width": 1e999, "height": 1, "strokes": []}',
        b'{"width": 10, "height": 10, "strokes": [{"points": []}]}',
        b'{"width": 10, "height": 10, "strokes": [{"points": [[NaN, 1, 1]]}]}',
        b'{"width": 10, "height": 10, "strokes": [{"points": [[1, 1]]}]}',
        b'{"width": 99999999, "height": 10, "strokes": []}',
        b'{"width": 10, "height": 10, "strokes": [], "more": 1}',
        b"\xff\xfe\x00",
    ],
)
def test_malformed_drawing(client, body):
    """A drawing that is none is the sender's mistake."""
    answer = client.post("/v1/drawing", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)


@pytest.mark.parametrize("kind", ["text/plain", "application/json"])
def test_no_json(client, kind):
    """Who sends no JSON, or does not say that it is, is told what to send."""
    body = '{"width": 10, "height": 10, "strokes": []' + "}" * (kind == "text/plain")
    answer = client.post("/v1/drawing", content=body, headers={"Content-Type": kind})
    assert "must be a JSON object, sent with Content-Type: application/json" in answer.json()["detail"]


def test_too_many_points(client):
    """A drawing has a bounded number of points."""
    strokes = [{"points": [[1, 1, 0.5]] * 20_000}] * 2
    answer = client.post("/v1/drawing", json={"width": 9, "height": 9, "strokes": strokes})
    assert answer.json()["detail"].endswith("at most 20000 points, this one 40000.")


def test_names_are_never_opened(client, settings, tmp_path):
    """A body or a name that looks like a path is not used as one."""
    secret = tmp_path / "secret.png"
    secret.write_bytes(as_file(Image.new("L", (9, 9)), "PNG"))
    files = {"picture": (str(secret), str(secret).encode(), "image/png")}
    assert client.post("/v1/read", files=files).status_code == 422
