"""`python -m mutation`, from the folder of tests: run mutants and say who survived."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn
from rich.table import Table

from praya.app import prepare_runtime

from .equivalents import judged
from .mutants import Mutant, modules, mutants_of
from .running import Result, Server, started_without_compiling
from .tracing import tree_digest

NOTICED = ("killed", "timed_out")
COUNTED = (*NOTICED, "survived", "equivalent")
SHARE_MIN = 0.9
LONG_RUN = 300  # from so many mutants on, a share below SHARE_MIN is a failure
CHANGED = "Sources or tests changed while mutants ran: a kill may be no kill. Run again."


@click.command()
@click.option("--sample", type=click.IntRange(1), help="Run so many, drawn at random.")
@click.option("--seed", type=int, default=0, show_default=True, help="What the sample follows.")
@click.option("--module", "chosen", multiple=True, help="Only this one: kernel.moves. Repeatable.")
@click.option("--only", multiple=True, help="Only this mutant, by its name. Repeatable.")
@click.option("--quick", "is_quick", is_flag=True, help="Ask few: to try this machine itself.")
@click.option("--processes", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option("--log", type=click.File("w"), help="A file that gets each result as it comes.")
@click.option("--json", "as_json", is_flag=True, help="Every result and the figures, as JSON.")
def main(as_json: bool, processes: int, seed: int, sample: int | None, **rest: Any) -> None:
    """Make small bugs in kernel and envelopes, in memory, and see which of them are noticed."""
    started_without_compiling()
    prepare_runtime()
    wanted = select(rest["chosen"], rest["only"])
    if sample is not None and sample < len(wanted):
        wanted = Random(seed).sample(wanted, sample)
    console = Console(stderr=True)
    console.print(f"{len(wanted)} mutants; the killers are being prepared")
    before = tree_digest()
    server = Server(processes, is_quick=rest["is_quick"])
    results = []
    for result in shown(console, server, wanted):
        results.append(result)
        if rest["log"] is not None:
            print(json.dumps(stated(result)), file=rest["log"], flush=True)
    is_still = before == tree_digest()
    if not is_still:
        console.print(CHANGED)
    if as_json:
        found = {**figures(results), "sources_changed": not is_still}
        print(json.dumps({**found, "mutants": [stated(one) for one in results]}))
    else:
        report(Console(), results, seed)
    sys.exit(verdict(results) if is_still else 4)


def select(chosen: Sequence[str], only: Sequence[str]) -> list[Mutant]:
    """The mutants asked for; a name that fits none is refused."""
    known = {module.removeprefix("praya."): module for module in modules()}
    if unknown := {name.removeprefix("praya.") for name in chosen} - known.keys():
        raise click.BadParameter(f"{sorted(unknown)}; there are {', '.join(known)}")
    places = [known[name.removeprefix("praya.")] for name in chosen] or list(known.values())
    every = [mutant for module in places for mutant in mutants_of(module)]
    if unknown := {*only} - {mutant.name for mutant in every}:
        raise click.BadParameter(f"no such mutant: {sorted(unknown)}")
    if not only:
        return every
    named = {mutant.name: mutant for mutant in every}
    return [named[name] for name in dict.fromkeys(only)]


def shown(console: Console, server: Server, wanted: Sequence[Mutant]) -> Iterator[Result]:
    """The results, with a bar that says how far it is and how many survived."""
    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        survived, task = 0, bar.add_task("0 survived", total=len(wanted))
        for result in map(judged, server.run(wanted)):
            survived += result.status == "survived"
            bar.update(task, advance=1, description=f"{survived} survived")
            yield result


def figures(results: Sequence[Result]) -> dict[str, Any]:
    """Counts, in all and for each module; the share is of those that are not equivalent."""
    counts = Counter(result.status for result in results)
    per_module = {
        module: dict(Counter(one.status for one in results if one.mutant.module == module))
        for module in sorted({result.mutant.module for result in results})
    }
    return {
        **{status: counts[status] for status in (*COUNTED, "unchanged")},
        "share": share(results),
        "processor_seconds": round(sum(result.seconds for result in results), 1),
        "modules": per_module,
    }


def share(results: Sequence[Result]) -> float:
    """Of the mutants that mean something else, the part that was noticed."""
    noticed = sum(result.status in NOTICED for result in results)
    survived = sum(result.status == "survived" for result in results)
    return round(noticed / max(1, noticed + survived), 4)


def stated(result: Result) -> dict[str, Any]:
    """One result, by name."""
    content = result._asdict()
    mutant: Mutant = content.pop("mutant")
    return {"name": mutant.name, "module": mutant.module, "line": mutant.line, **content}


def report(console: Console, results: Sequence[Result], seed: int) -> None:
    """The figures as a table, and each survivor with the command that repeats it."""
    table = Table("module", *(status.replace("_", " ") for status in COUNTED), "share")
    for module in sorted({result.mutant.module for result in results}):
        own = [result for result in results if result.mutant.module == module]
        table.add_row(module.removeprefix("praya."), *_row(own))
    table.add_section()
    table.add_row("all", *_row(results))
    console.print(table)
    seconds = sum(result.seconds for result in results)
    console.print(f"seed {seed}; {seconds:,.0f} processor seconds")
    for result in results:
        if result.status == "survived":
            console.print(survivor(result), markup=False, highlight=False, soft_wrap=True)


def _row(results: Sequence[Result]) -> list[str]:
    counts = Counter(result.status for result in results)
    return [*(str(counts[status]) for status in COUNTED), f"{share(results):.1%}"]


def survivor(result: Result) -> str:
    """A survivor, as a difference, and how to meet it again."""
    mutant = result.mutant
    place = f"{mutant.module.replace('.', '/')}.py:{mutant.line} {result.function}"
    command = f"make mutation ARGS='--only {mutant.name}'"
    return f"\nsrc/{place}\n  - {result.before}\n  + {result.after}\n  {command}"


def verdict(results: Sequence[Result]) -> int:
    """4 where too many survived a long run, or where nothing was run; else 0."""
    judged_ones = [result for result in results if result.status in (*NOTICED, "survived")]
    if not results:
        return 4
    return 4 if len(judged_ones) >= LONG_RUN and share(results) < SHARE_MIN else 0


if __name__ == "__main__":
    main(prog_name="python -m mutation")
