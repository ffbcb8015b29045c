"""The page of the mistakes: every wrong picture with what was read and what is in it."""

from __future__ import annotations

import base64
import html
import io
from pathlib import Path

from PIL import Image

from inkread.errors import MissingExtraError, PictureError
from inkread.files import write_whole
from inkread.ink.load import load
from inkread.reading.score import Answer, Score
from inkread.words import counted, percent

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }
body { color: #222; background: #fff }
ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1rem }
ul { padding: 0; list-style: none }
li { border: 1px solid #ddd; border-radius: .5rem; padding: .75rem }
img { max-width: 100%; max-height: 8rem }
small { color: #666; overflow-wrap: anywhere }
.read { color: #b3261e }
@media (prefers-color-scheme: dark) {
  body { background: #16181c; color: #eee } li { border-color: #444 } small { color: #aaa }
  .read { color: #ff8a80 }
}
"""


def save_page(score: Score, path: Path) -> None:
    """Write the page, self-contained, to ``path``; raises ``OutputError`` where that cannot be done."""
    write_whole(path, page(score).encode(errors="replace"))  # a file's name may be no Unicode


def page(score: Score) -> str:
    """The page as HTML with the pictures in it."""
    items = "\n".join(_item(answer) for answer in score.mistakes) or "<li>None.</li>"
    title = f"Mistakes in {html.escape(score.folder)}"
    figures = " · ".join(html.escape(line) for line in summary(score))
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_STYLE}</style><h1>{title}</h1><p>{figures}</p><ul>{items}</ul></html>\n"
    )


def summary(score: Score) -> list[str]:
    """The figures for people, a line each."""
    figures = score.to_json()
    lines = []
    if figures["n"]:
        low, high = figures["exact_interval"]
        lines.append(
            f"{figures['right']} of {figures['n']} exactly right: {figures['exact']:.2%} "
            f"(95%: {low:.2%} to {high:.2%})"
        )
        lines.append(f"character error {figures['character_error']:.2%}")
        lines.append(
            f"at an error rate of {figures['max_error']:.2%}: {figures['n_accepted']} accepted, "
            f"{figures['n_accepted_wrong']} of them wrong, "
            f"{figures['n'] - figures['n_accepted']} to be checked"
        )
    if "n_blank" in figures:
        right = round(figures["blank_right"] * figures["n_blank"])
        lines.append(
            f"{right} of {counted(figures['n_blank'], 'blank')} left alone: {figures['blank_right']:.2%}"
        )
    if figures["unreadable"]:
        lines.append(f"{counted(figures['unreadable'], 'picture')} could not be opened")
    if score.unlabelled:
        left = counted(score.unlabelled, "picture")
        rule = "a label looks like 2014_1.jpg, or is a folder's name: 0 … 9, blank"
        lines.append(f"{left} without a label, or in deeper folders, left out: {rule}")
    return lines


def _item(answer: Answer) -> str:
    label, path = html.escape(answer.label or "blank"), html.escape(str(answer.path))
    if answer.error is not None:
        why = html.escape(answer.error)
        return f"<li><b>{label}</b>: <b class='read'>{why}</b><br><small>{path}</small></li>"
    read = html.escape(answer.text or "nothing")
    return (
        f"<li>{_picture(answer.path)}<br><b>{label}</b> read as <b class='read'>{read}</b> "
        f"with {percent(answer.confidence)}<br><small>{path}</small></li>"
    )


def _picture(path: Path) -> str:
    try:
        image = Image.fromarray(load(path).pixels)
    except (PictureError, MissingExtraError):
        return ""
    image.thumbnail((480, 240))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    data = base64.b64encode(buffer.getvalue()).decode()
    return f'<img alt="" src="data:image/png;base64,{data}">'
