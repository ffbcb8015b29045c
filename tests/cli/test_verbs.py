"""How the program presents its verbs, and how it answers a wrong call."""

import os
import subprocess
import sys

import pytest
import typer

from inkread.cli import _run
from inkread.cli.verbs import check_words


@pytest.mark.parametrize("group", [[], ["data"], ["recipes"], ["corrections"]], ids=" ".join)
def test_no_verb_is_described_in_half_a_sentence(capsys, group):
    """Every verb's line in the help ends where its sentence ends."""
    _run([*group, "--help"], debug=False)
    printed = capsys.readouterr().out
    assert printed.rstrip().endswith(".") and "..." not in printed.partition("Commands:")[2]


@pytest.mark.parametrize("words", [[], ["read"], ["data", "show"]], ids=" ".join)
def test_h_is_help(capsys, words):
    """-h is as good as --help, for every verb."""
    _run([*words, "-h"], debug=False)
    short = capsys.readouterr().out
    _run([*words, "--help"], debug=False)
    assert short == capsys.readouterr().out and "Show this message" in short


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["train", "--seed", "x"],
            "unable to parse string as an integer, got 'x'. See: inkread train --help",
        ),
        (["train", "--seed", "-5"], "greater than or equal to 0, got '-5'. See"),
        (["export", "run", "--to", "pdf"], "'--to': 'pdf' is not one of 'keras', 'h5', 'onnx'. See"),
        (["data", "show", "-1"], "No such option: -1. See: inkread data show --help"),
        (["data", "shw"], "Unknown verb 'shw'. Did you mean 'show'?"),
        (["corrections"], "Missing command. See: inkread corrections --help"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_call_is_told_the_rule_the_value_and_where_to_look(capsys, arguments, told):
    """One line says what is expected, what was received, and which help to read."""
    assert _run(arguments, debug=False) == 2
    error = capsys.readouterr().err
    assert told in error and error.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "before"),
    [
        (["read", ""], "read"),
        (["read", "a.png", "--model", ""], "--model"),
        (["evaluate", "--data=", "runs/a"], "--data"),
        (["train", "--folder", ""], "--folder"),
    ],
)
def test_an_empty_name(capsys, arguments, before):
    """A name that is empty, as a variable that is not set, is told as that and is not the current folder."""
    assert _run(arguments, debug=False) == 2
    assert f"The name after {before} is empty" in capsys.readouterr().err


def test_a_word_that_may_be_empty():
    """An empty token is none, and an empty host stands for all addresses."""
    check_words(["serve", "--token", "", "--host="])


def interrupted():
    """Stands for a verb over which the user presses Ctrl-C."""
    raise KeyboardInterrupt


def test_ctrl_c_is_said_in_one_word(capsys, monkeypatch):
    """Ctrl-C ends any verb with "Stopped." and exit code 130."""
    verb = typer.Typer(add_completion=False)
    verb.command()(interrupted)
    monkeypatch.setattr("inkread.cli.verbs._built", lambda name: typer.main.get_command(verb))
    assert (_run(["score"], debug=False), capsys.readouterr().err) == (130, "Stopped.\n")


def test_ctrl_c_while_pictures_are_read(capsys, monkeypatch):
    """So it does where pictures are read without a look at options."""
    monkeypatch.setattr("inkread.cli.read.read", lambda names: interrupted())
    assert (_run(["read", "a.png"], debug=False), capsys.readouterr().err) == (130, "Stopped.\n")


FORMS = r"""
import sys
from inkread.cli import main, read
read.read = lambda names: [print(f"caf\udce9 {names[0]}", flush=True) for _ in range(20_000)]
sys.argv = ["inkread", "read", "\U0001f600.png"]
main()
"""


@pytest.mark.parametrize("encoding", ["utf-8:strict", "latin-1"])
def test_names_that_the_output_cannot_write(encoding):
    """A name that is no Unicode, or that the output's encoding lacks, is escaped and ends nothing."""
    with printed(encoding) as program:
        out, err = program.communicate(timeout=60)
    assert (program.returncode, err) == (0, b"") and out.startswith(b"caf\\udce9 ")


def test_nobody_takes_the_output_any_more():
    """Where what reads the output has ended, as in ``| head``, so does the program, without a word."""
    with printed("utf-8:strict") as program:
        program.stdout.readline()
        program.stdout.close()
        assert (program.stderr.read(), program.wait(60)) == (b"", 1)


def printed(encoding):
    """A program under way that prints names, in an encoding."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", FORMS], stdout=pipe, stderr=pipe, env=environment)
