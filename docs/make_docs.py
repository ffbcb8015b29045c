"""Write the parts of the docs that the program itself knows: verbs, recipes, results.

    python docs/make_docs.py           write them
    python docs/make_docs.py --check   fail when one is not current

Each verb has a page of its own in docs/cli/. In README.md and docs/*.md a region between
``<!-- generated: NAME -->`` and ``<!-- end -->`` is filled by the function of that name in REGIONS.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import fmean, median
from typing import Any

import typer

from inkread.cli import app
from inkread.evaluation.metrics import wilson_interval
from inkread.recipes.recipe import AnyRecipe
from inkread.recipes.registry import LESSONS, RECIPES
from inkread.words import counted

ROOT = Path(__file__).parent.parent
WIDTH = 88
OWN = [name for name in RECIPES if name not in LESSONS]
REGION = re.compile(r"(<!-- generated: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; a column whose header ends in ``:`` is set to the right."""
    rules = ["---:" if name.endswith(":") else "---" for name in header]
    lines = [[name.rstrip(":") for name in header], rules, *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def results(name: str) -> Any:
    """The object in ``results/NAME.json``, or None while nobody has measured it."""
    path = ROOT / "results" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


# --- verbs -----------------------------------------------------------------------------------------------


def commands() -> dict[str, Any]:
    """Every verb with its Click command, in the order of the help."""
    group: Any = typer.main.get_command(app)
    context = group.context_class(group, info_name="inkread")
    found = {name: group.get_command(context, name) for name in group.list_commands(context)}
    return {name: command for name, command in found.items() if not command.hidden}


def with_subcommands(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    """The command, then those under it, each with all its words."""
    yield name, command
    for word, below in getattr(command, "commands", {}).items():
        yield from with_subcommands(f"{name} {word}", below)


def help_of(name: str, command: Any) -> str:
    """What ``inkread NAME --help`` prints on a terminal of WIDTH columns."""
    settings: Any = app.info.context_settings
    context = command.context_class(command, info_name=f"inkread {name}", terminal_width=WIDTH, **settings)
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


def verb_page(name: str, command: Any) -> str:
    """The page of one verb: its help, and that of the commands under it."""
    parts = [f"# inkread {name}\n"]
    for words, one in with_subcommands(name, command):
        title = f"## inkread {words}\n\n" if words != name else ""
        parts.append(f"{title}```text\n$ inkread {words} --help\n{help_of(words, one)}\n```\n")
    return "\n".join(parts)


def verbs() -> str:
    """One line for each verb."""
    return "".join(
        f"- [`inkread {name}`](cli/{name}.md): {command.get_short_help_str(200)}\n"
        for name, command in commands().items()
    )


# --- recipes and results ---------------------------------------------------------------------------------


def recipes() -> str:
    """Every recipe with its source, size, and what to expect of it."""
    header = ["recipe", "source", "parameters:", "published", "expected", "training:"]
    return table(header, [recipe_row(recipe) for recipe in RECIPES.values()])


def recipe_row(recipe: AnyRecipe) -> list[str]:
    parameters = getattr(recipe, "parameters", None)
    expected = recipe.expected
    return [
        f"`{recipe.name}`",
        recipe.source,
        f"{parameters:,}" if parameters else "–",
        recipe.published.text if recipe.published else "–",
        f"{expected.accuracy:.2f}%" if expected else "–",
        f"{expected.seconds:,.0f} s" if expected else "–",
    ]


def reproduction() -> str:
    """Published, measured, time: a row for each tutorial's network."""
    measured = results("reproduction")
    if measured is None:
        return "Not measured yet: `inkread reproduce`.\n"
    header = ["recipe", "source", "published", "measured (mean ± sd)", "training:"]
    return table(header, [reproduction_row(row) for row in measured["rows"]])


def reproduction_row(row: dict[str, Any]) -> list[str]:
    published = row["published_accuracy"]
    return [
        f"`{row['recipe']}`",
        row["source"],
        f"{published:.2f}%" if published is not None else row["published_text"],
        f"{100 * row['mean']:.2f} ± {100 * (row['sd'] or 0):.2f}%",
        f"{median(row['train_seconds']):,.1f} s",
    ]


def records() -> str:
    """What each of Inkread's own recipes reaches: means over its seeds, of all of its results file."""
    header = ["recipe", "seeds:", "test accuracy:", "undisputed:", "99% most sure:", "calibration error:"]
    measured = [results(name) for name in OWN]
    return table([*header, "training:"], [record_row(found) for found in measured if found])


def record_row(found: dict[str, Any]) -> list[str]:
    runs = found["runs"]
    spread = f" ± {100 * found['sd']:.2f}" if found["sd"] else ""
    seconds = fmean(run["train_seconds"] for run in runs)
    return [
        f"`{found['recipe']}`",
        str(len(runs)),
        f"{100 * found['mean']:.2f}{spread}%",
        f"{fmean(run['undisputed']['accuracy'] for run in runs):.2%}",
        f"{fmean(run['accuracy_at_coverage']['0.99'] for run in runs):.2%}",
        f"{fmean(run['calibration_error'] for run in runs):.2%}",
        f"{seconds:,.1f} s on {counted(found['machine']['threads'], 'core')}",
    ]


def speed() -> str:
    """Seconds per epoch of the tutorials' own way and of ours."""
    measured = results("train_epoch")
    if measured is None:
        return "Not measured yet: `benchmarks/train_epoch.py`.\n"
    header = ["network", "plain Keras on TensorFlow:", "Inkread:", "ratio:"]
    return table(
        header,
        [
            [
                f"`{row['recipe']}`",
                f"{row['tutorial']['epoch_seconds']:.2f} s",
                f"{row['inkread']['epoch_seconds']:.2f} s",
                f"{row['epoch_ratio']:.2f}",
            ]
            for row in measured["rows"]
        ],
    )


def start() -> str:
    """How long the program takes to start."""
    measured = results("import_time")
    if measured is None:
        return "Not measured yet: `benchmarks/import_time.py`.\n"
    return (
        f"`import inkread` takes {measured['import_inkread_ms']:.0f} ms and `inkread --help` "
        f"{measured['inkread_help_ms']:.0f} ms.\n"
    )


def race() -> str:
    """Who reached which accuracy in what time: a table for each target."""
    measured = results("race")
    if measured is None:
        return "Not measured yet: `benchmarks/race.py`.\n"
    header = [
        "{:.1%} mean",
        "epochs:",
        "test accuracy:",
        "training:",
        "start to saved model:",
        "times the first:",
    ]
    tables = []
    for goal in measured["targets"]:
        rows = [race_row(row, goal["rows"][0]) for row in goal["rows"]]
        tables.append(table([header[0].format(goal["target"]), *header[1:]], rows))
    return "\n".join(tables)


def race_row(row: dict[str, Any], first: dict[str, Any]) -> list[str]:
    start = [row["title"], str(row["epochs"] or "–"), f"{row['accuracy']:.2%}"]
    if not row["reached"]:
        return [*start, "not reached", "–", "–"]
    ratio = row["train_seconds"] / first["train_seconds"]
    return [*start, f"{row['train_seconds']:.1f} s", f"{row['process_seconds']:.1f} s", f"{ratio:.1f}"]


def race_short() -> str:
    """Who reached which accuracy in what time of training: one table."""
    measured = results("race")
    if measured is None:
        return "Not measured yet: `benchmarks/race.py`.\n"
    goals = measured["targets"]
    times = {row["title"]: [race_time(row["title"], goal) for goal in goals] for row in goals[0]["rows"]}
    header = ["", *(f"to {goal['target']:.1%}:" for goal in goals)]
    return table(header, [[title, *cells] for title, cells in times.items()])


def race_time(title: str, goal: dict[str, Any]) -> str:
    """One competitor's time to one target, and how many times the first's that is."""
    row = next(row for row in goal["rows"] if row["title"] == title)
    if not row["reached"]:
        return "not reached"
    ratio = row["train_seconds"] / goal["rows"][0]["train_seconds"]
    return f"{row['train_seconds']:.1f} s" + (f" ({ratio:.1f}×)" if ratio > 1 else "")


def inference() -> str:
    """Digits a second through ONNX Runtime, and what the arithmetic alone would allow."""
    measured = results("inference")
    if measured is None:
        return "Not measured yet: `benchmarks/inference.py`.\n"
    header = ["network", "multiply-adds:", "digits a second:", "arithmetic alone:", "times its time:"]
    rows = [
        [
            f"`{row['recipe']}`",
            f"{row['multiply_adds']:,}",
            f"{row['digits_per_second']:,.0f}",
            f"{row['floor_digits_per_second']:,.0f}",
            f"{row['times_floor']:.2f}",
        ]
        for row in measured["rows"]
    ]
    cores = counted(measured["threads"], "core")
    peak = f"Peak: {measured['peak_gflops']:,.0f} GFLOP/s in float32 on {cores}.\n"
    return f"{table(header, rows)}\n{peak}"


def memory() -> str:
    """The most memory of a whole training."""
    measured = results("memory")
    if measured is None:
        return "Not measured yet: `benchmarks/memory.py`.\n"
    rows = [[f"`{row['recipe']}`", f"{row['peak_mb']:,.0f} MB"] for row in measured["rows"]]
    return table(["recipe", "most memory:"], rows)


def service() -> str:
    """How the service does under load, how soon a drawing is read, what a kill loses, what is learned."""
    measured = [results(name) for name in ("serve_load", "drawing_latency", "store_kill", "learn_writer")]
    if None in measured:
        return "Not measured yet: `benchmarks/serve_load.py` and the others named above.\n"
    load, drawing, kills, learned = measured
    return table(
        ["what", "measured:", "wanted:"],
        [*load_rows(load), *drawing_rows(drawing), *kill_rows(kills), *learning_rows(learned)],
    )


def load_rows(load: dict[str, Any]) -> Iterator[list[str]]:
    sustained, cpu, memory = load["sustained"], load["sustained"]["cpu_ms"], load["memory_mb"]
    who = f"{load['settings']['connections']} connections, {load['settings']['workers']} cores"
    yield [f"small pictures a second, {who}", f"{sustained['per_second']:.0f}", "300"]
    yield ["their 99th percentile", f"{sustained['p99_ms']:.0f} ms", "250 ms"]
    processes = f"{cpu['http']:.1f} + {cpu['readers']:.1f} ms"
    yield ["processor time of one: answering HTTP, reading", processes, "–"]
    refused = sum(n for status, n in load["overload_of_400"].items() if status.startswith("503"))
    yield ["400 at the same moment: told to come again", f"{refused}", "rather than fail"]
    first, *_, last = memory.values()
    yield ["memory after 1,000 and 10,000 requests", f"{first:.0f} and {last:.0f} MB", "flat"]


def drawing_rows(drawing: dict[str, Any]) -> Iterator[list[str]]:
    both = f"{drawing['over_http']['p95_ms']:.0f} and {drawing['in_the_page']['p95_ms']:.0f} ms"
    yield ["pen-up to reading, 95th percentile: over HTTP, in the page", both, "100 ms"]


def kill_rows(kills: dict[str, Any]) -> Iterator[list[str]]:
    lost = f"{kills['lost']} of {kills['acknowledged']}"
    yield [f"acknowledged corrections lost in {kills['kills']} kills", lost, "0"]


def learning_rows(learned: dict[str, Any]) -> Iterator[list[str]]:
    mean, n = learned["mean"], len(learned["hands"])
    errors = f"{mean['error_before']:.1%} → {mean['error_after']:.1%}"
    corrected = f"that corrected {mean['corrections']:.0f} mistakes on average"
    yield [f"error of {n} hands {corrected}", errors, "less"]
    others = f"{mean['validation_before']:.2%} → {mean['validation_after']:.2%}"
    yield ["held-out digits of others read right then", others, "at most 0.1 points less"]
    refused = f"{mean['refused_before']:.1%} → {mean['refused_after']:.1%}"
    yield ["what is no digit refused then", refused, "at most 1 point less"]


def scoreboard() -> str:
    """How much the reader reads right, beside MNIST's own figure: counts and 95% intervals."""
    rows = [row for row in (scored(*line) for line in SCORED) if row]
    return table(["what is read", "right:", "of:", "share:", "95% interval:"], rows)


SCORED = (
    ("MNIST's test digits as they are, by the classifier alone", "corruptions", "clean", "n"),
    (
        "the same as pictures: 16 to 400 pixels, inverted or not, off the middle",
        "mnist_as_pictures",
        "accuracy",
        "n",
    ),
    ("under fifteen corruptions, by the classifier alone, mean", "corruptions", "mean", "n"),
    ("… as pictures of 28 × 28 pixels, mean", "corruptions", "mean_read", "n_read"),
    ("numbers of 5 to 10 of these digits in one hand, scanned", "composed_numbers", "exact", "n"),
    ("… as a phone's photo, in shadow, ruled or boxed", "composed_numbers", "rough_exact", "n"),
    ("photographs of handwritten numbers", "read_strings", "exact", "n"),
    ("photographed sudoku cells, written or printed", "read_cells", "exact", "n"),
    ("… empty cells left alone", "read_cells", "blank_right", "n_blank"),
    ("digits on 16 photographed puzzle pages, found in order", "read_pages", "found", "n"),
    ("held-out numbers on drawn sheets: tables, lists, squared paper, forms", "read_sheets", "found", "n"),
    ("… the pages lying on a side or on their head", "read_sheets", "lying", "n"),
    ("held-out digits that fill their picture: tight crops, 16 × 16 pixels", "tight_digits", "digit", "n"),
    ("held-out digits in boxes, on squares, on toned paper, in pencil", "digit_kinds", "page", "n"),
    ("held-out numbers too small, shaken, noisy, after a word, slashed", "spoiled_numbers", "page", "n"),
    ("held-out numbers with brackets, currencies, units, in sums, corrected", "read_signs", "found", "n"),
    ("held-out numbers in drawn photographs: flash, shade, desk, copies, tape", "read_kinds", "page", "n"),
    ("… rough paper and bare desks left alone", "read_kinds", "blank_right", "n_blank"),
    (
        "held-out digits in plots, on contact sheets and canvases, found in order",
        "read_figures",
        "found",
        "n",
    ),
    ("empty boxes, combs and cells of forms, rules and shade left alone", "read_empty", "page", "n"),
    ("pages of printed words, other alphabets, signs, doodles left alone", "read_nothing", "alone", "n"),
    ("letters of other alphabets refused while 99% of digits are kept", "rejection", "rejected", "n"),
)
"""What the scoreboard says of whose share in which result."""


def scored(title: str, name: str, share: str, count: str) -> list[str] | None:
    """A row of the scoreboard; None while nobody has measured it."""
    measured = results(name)
    if measured is None or share not in measured:
        return None
    n = measured[count]
    right = round(measured[share] * n)
    low, high = wilson_interval(right, n)
    return [title, f"{right:,}", f"{n:,}", f"{measured[share]:.2%}", f"{low:.1%} … {high:.1%}"]


REGIONS: dict[str, Callable[[], str]] = {
    "inference": inference,
    "memory": memory,
    "race": race,
    "race-short": race_short,
    "recipes": recipes,
    "records": records,
    "reproduction": reproduction,
    "scoreboard": scoreboard,
    "service": service,
    "speed": speed,
    "start": start,
    "verbs": verbs,
}


# --- pages -----------------------------------------------------------------------------------------------


def filled(text: str) -> str:
    """The page with each of its regions written anew."""
    return REGION.sub(lambda match: f"{match[1]}{REGIONS[match[2]]()}{match[3]}", text)


def pages() -> dict[Path, str]:
    """Every page that holds something generated, as it should be."""
    written = {ROOT / "docs" / "cli" / f"{name}.md": verb_page(name, one) for name, one in commands().items()}
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        written[path] = filled(path.read_text(encoding="utf-8"))
    return written


def stale(wanted: dict[Path, str]) -> list[Path]:
    """The pages that are not as wanted, and the pages of verbs that are gone."""
    changed = [path for path, text in wanted.items() if not path.is_file() or path.read_text("utf-8") != text]
    return changed + sorted(set((ROOT / "docs" / "cli").glob("*.md")) - set(wanted))


def main() -> None:
    """Write what is stale, or say so and exit with 1."""
    wanted = pages()
    names = [path.relative_to(ROOT) for path in stale(wanted)]
    if "--check" in sys.argv[1:]:
        sys.exit(
            f"Not current: {', '.join(map(str, names))}. Write them anew with: make docs" if names else 0
        )
    for name in names:
        path = ROOT / name
        if path not in wanted:
            path.unlink()
            continue
        path.parent.mkdir(exist_ok=True)
        path.write_text(wanted[path], encoding="utf-8")
        print(f"Written: {name}")


if __name__ == "__main__":
    main()
