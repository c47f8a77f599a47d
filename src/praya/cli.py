"""The command line `praya`: a table of commands, each loaded when it is run, and how all end.

`praya --help` imports no command. It must not know what a command does.
"""

import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any, Final, NamedTuple, NoReturn

import click
from click.shell_completion import CompletionItem

from praya.base.catalogue import ExitClass
from praya.base.errors import PrayaError, fail
from praya.dev.commands.command import (
    SpokenCommand,
    SpokenOption,
    options_section,
    shared_options,
    terminal_of,
)
from praya.dev.commands.help_page import Section, help_page
from praya.dev.commands.numbers import between
from praya.dev.commands.terminal import RefusalError, Terminal


class CommandRow(NamedTuple):
    """One command: where its code stands, and its help in a line of English and of Chinese."""

    place: str  # "praya.dev.commands.explain:explain_code"
    english: str
    chinese: str
    compiles: bool = True  # whether it runs the kernel, so that compiled code needs its folder


COMMANDS: Final[dict[str, CommandRow]] = {
    "keys": CommandRow(
        "praya.dev.commands.keys:keys",
        "Make the keys of an institution, or show their public part.",
        "產生機構的密鑰，或顯示其公開部分。",
    ),
    "init": CommandRow(
        "praya.dev.commands.init:init",
        "Make a new ledger in a folder.",
        "在資料夾內建立新帳本。",
    ),
    "run": CommandRow(
        "praya.dev.commands.run:run",
        "Live the whole life of a bond: a scenario's, or your own.",
        "債券全期示範，由發行至到期：隨附情景，或你自己的條款書。",
    ),
    "cashflows": CommandRow(
        "praya.dev.commands.cashflows:cashflows",
        "Show what a term sheet will pay: dates, amounts, totals.",
        "顯示條款書將支付的款項：日期、金額、總額。",
        compiles=False,
    ),
    "sign": CommandRow(
        "praya.dev.commands.sign:sign",
        "Show a request in both languages, sign it, write its envelope.",
        "以兩種語言顯示請求，簽署並寫出信封。",
    ),
    "submit": CommandRow(
        "praya.dev.commands.submit:submit",
        "Submit envelope files to a ledger, and show the answers.",
        "向帳本提交信封檔案，並顯示答覆。",
    ),
    "statement": CommandRow(
        "praya.dev.commands.statement:statement",
        "Mint cash tokens against a bank statement, or check it.",
        "按銀行結單發行現金代幣，或核對結單內容。",
    ),
    "verify": CommandRow(
        "praya.dev.commands.verify:verify",
        "Check a ledger folder or an export: every byte, envelope and root.",
        "核實帳本資料夾或匯出檔案：每個位元組、每個信封、每個根值。",
    ),
    "prove": CommandRow(
        "praya.dev.commands.prove:prove",
        "Write a proof of one thing, that anybody can check by itself.",
        "寫出單一事項的證明，任何人均可獨立核實。",
    ),
    "show": CommandRow(
        "praya.dev.commands.show:show",
        "Show a ledger, a block, an envelope or a thing on the ledger.",
        "顯示帳本、區塊、信封或帳本上的項目。",
    ),
    "balances": CommandRow(
        "praya.dev.commands.balances:balances",
        "List who holds what, and the supply of each asset.",
        "列出各帳戶的持倉，以及各資產的流通量。",
    ),
    "sql": CommandRow(
        "praya.dev.commands.sql:sql",
        "Ask a ledger in SQL: movements, balances, settlements, statuses.",
        "以 SQL 查詢帳本：資產轉移、結餘、結算、狀態。",
    ),
    "project": CommandRow(
        "praya.dev.commands.project:project",
        "Bring the Parquet files that praya sql asks up to date.",
        "產生或更新供 praya sql 查詢的 Parquet 檔案。",
    ),
    "export": CommandRow(
        "praya.dev.commands.export:export",
        "Write the whole history to one file that an outsider can verify.",
        "將全部歷史寫入一個可供第三方核實的檔案。",
    ),
    "backup": CommandRow(
        "praya.dev.commands.backup:backup",
        "Back a ledger up to one file, even while it is in use.",
        "將帳本備份為一個檔案，帳本使用中亦可。",
    ),
    "restore": CommandRow(
        "praya.dev.commands.restore:restore",
        "Make a ledger in a new folder from a backup, checked.",
        "由備份在新資料夾內還原帳本，並核實全部內容。",
    ),
    "doctor": CommandRow(
        "praya.dev.commands.doctor:doctor",
        "Say what is fine and what is broken, with the cure.",
        "列出正常、須注意及故障的項目，並說明處理方法。",
    ),
    "bench": CommandRow(
        "praya.dev.commands.bench:bench",
        "Measure this machine: durable transfers a second, beside SQLite.",
        "量度本機效能：每秒持久轉帳數，並與 SQLite 比較。",
    ),
    "sim": CommandRow(
        "praya.dev.commands.sim:sim",
        "Try the ledger on a simulated machine, with random faults.",
        "在模擬機器上，以隨機的請求與故障測試帳本。",
    ),
    "selftest": CommandRow(
        "praya.dev.commands.selftest:selftest",
        "Try everything Praya promises, in 3 minutes, an hour or a night.",
        "以三分鐘、一小時或一夜，測試 Praya 的全部承諾。",
    ),
    "explain": CommandRow(
        "praya.dev.commands.explain:explain_code",
        "Explain a status or an error: what, why, what to do.",
        "解釋狀態或錯誤：意思、原因、處理方法。",
        compiles=False,
    ),
}


class CommandTable(click.Group):
    """The group whose commands are rows of a table, imported when they are asked for."""

    def __init__(self, rows: Mapping[str, CommandRow]) -> None:
        super().__init__("praya", params=shared_options(), add_help_option=False)
        self.params.insert(
            3,
            SpokenOption(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                words="help.version",
                callback=_show_version,
            ),
        )
        self.rows = rows

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table: as a newcomer meets them."""
        return list(self.rows)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command. PART_MISSING where its code cannot be imported."""
        row = self.rows.get(cmd_name)
        if row is None:
            return None
        if row.compiles:
            import_module("praya.app").prepare_runtime(terminal_of(ctx).language)
        module, _, attribute = row.place.partition(":")
        try:
            loaded = getattr(import_module(module), attribute)
        except ModuleNotFoundError as error:
            fail("PART_MISSING", part=error.name)
        if "numba" in sys.modules:
            talk = import_module("praya.dev.commands.compiling")
            ctx.with_resource(talk.telling_of_compiling(terminal_of(ctx)))
        if isinstance(loaded, SpokenCommand):
            loaded.about = row.english, row.chinese
        return loaded  # type: ignore[no-any-return]  # the table names commands only

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Refuse an unknown command with those of a similar name."""
        name = args[0]
        if name not in self.rows and not name.startswith("-") and not ctx.resilient_parsing:
            fail("COMMAND_UNKNOWN", name=name, near=get_close_matches(name, self.rows))
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        """The help page of praya itself: imports no command."""
        terminal = terminal_of(ctx)
        chinese = terminal.language == "zh-HK"
        words = [(name, row.chinese if chinese else row.english) for name, row in self.rows.items()]
        usage = terminal.words("help.usage") + ctx.command_path
        places = [terminal.words("help.arguments"), terminal.words("help.command_arguments")]
        shown = [each for each in ExitClass if each != ExitClass.PIPE_CLOSED]
        ends = [(str(int(each)), terminal.words(f"help.exit_{int(each)}")) for each in shown]
        return help_page(
            " ".join([usage, *places]),
            [terminal.words("praya.about"), terminal.words("praya.first")],
            [
                Section(terminal.words("help.commands"), words),
                options_section(self, ctx),
                Section(terminal.words("help.exits"), ends),
            ],
        )

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Names of commands from the table; the parser's own way would import each of them."""
        chinese = terminal_of(ctx).language == "zh-HK"
        return [
            CompletionItem(name, help=row.chinese if chinese else row.english)
            for name, row in self.rows.items()
            if name.startswith(incomplete)
        ] + click.Command.shell_complete(self, ctx, incomplete)


def main() -> NoReturn:
    """Run the command line of this process and exit with its exit class."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show Chinese gets escapes, never a traceback.
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    sys.exit(int(run(sys.argv[1:])))


def run(arguments: Sequence[str], rows: Mapping[str, CommandRow] = COMMANDS) -> int:
    """Run one command line and show how it ended; gives the exit code."""
    terminal = Terminal.for_command_line(arguments, os.environ)
    try:
        ended = _run(arguments, rows, terminal)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes stdout once more at exit: let that go nowhere, without a word.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitClass.PIPE_CLOSED
    except OSError as error:  # stdout itself cannot be written: a full disk behind it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return terminal.show_error(PrayaError("ENVIRONMENT_FAILED", cause=_plain(error)))
    return ended


def _run(arguments: Sequence[str], rows: Mapping[str, CommandRow], terminal: Terminal) -> int:
    """Run and turn every end but a failing stdout into an exit code, with its words."""
    try:
        _dispatch(CommandTable(rows), list(arguments), terminal)
        return ExitClass.DONE
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return ExitClass.USAGE
    except click.UsageError as error:
        return terminal.show_error(_usage_error(error, arguments))
    except (KeyboardInterrupt, click.Abort):
        return terminal.show_error(PrayaError("INTERRUPTED"))
    except RefusalError as refused:
        return terminal.show_refusal(refused)
    except PrayaError as error:
        _show_traceback(terminal)
        return terminal.show_error(error)
    except BrokenPipeError:
        raise
    except OSError as error:
        _show_traceback(terminal)
        return terminal.show_error(PrayaError("ENVIRONMENT_FAILED", cause=_plain(error)))
    except Exception as error:  # the one place where a fault of our own is shown to a person
        _show_traceback(terminal)
        return terminal.show_error(_bug(error))


def _dispatch(table: CommandTable, arguments: list[str], terminal: Terminal) -> None:
    """Complete a word for a shell, or run a command.

    Not by `main`, which ends the process itself where the reader of the output went away.
    """
    if "_PRAYA_COMPLETE" in os.environ:
        table.main(arguments, prog_name="praya", obj=terminal)
    with table.make_context("praya", arguments, obj=terminal) as ctx:
        table.invoke(ctx)


def _usage_error(error: click.UsageError, arguments: Sequence[str]) -> PrayaError:
    """The parser's complaint as an error of the catalogue."""
    command = error.ctx.command_path if error.ctx else "praya"
    if isinstance(error, click.NoSuchOption):
        near = error.possibilities or []
        return PrayaError("OPTION_UNKNOWN", name=error.option_name, near=near, command=command)
    if isinstance(error, click.MissingParameter) and error.param:
        is_option = isinstance(error.param, click.Option)
        name = error.param.opts[0] if is_option else error.param.human_readable_name
        return PrayaError("ARGUMENT_MISSING", name=name, command=command)
    if isinstance(error, click.BadOptionUsage):
        name = error.option_name
        if arguments[-1] == name:  # it takes a value, and the line ended
            return PrayaError("ARGUMENT_MISSING", name=name, command=command)
        return PrayaError("VALUE_REFUSED", name=name, accepted=[], command=command)
    if isinstance(error, click.BadParameter) and error.param:
        accepted = error.param.type
        known: object = list(getattr(accepted, "choices", ())) or accepted.name
        if isinstance(accepted, click.IntRange):
            known = between(accepted.min, accepted.max)
        is_argument = isinstance(error.param, click.Argument)
        name = error.param.human_readable_name if is_argument else error.param.opts[0]
        return PrayaError("VALUE_REFUSED", name=name, accepted=known, command=command)
    if isinstance(error.ctx and error.ctx.command, click.Group):
        return PrayaError("COMMAND_MISSING")
    return PrayaError("USAGE_REFUSED", reason=error.format_message(), command=command)


def _bug(error: Exception) -> PrayaError:
    """A fault of our own, with the place where it was noticed, as lines of our own source."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    if last is None:
        return PrayaError("BUG_FOUND", what=repr(error), where="?")
    file = last.filename.rpartition(f"{os.sep}praya{os.sep}")[2]
    where = f"{file}:{last.lineno} in {last.name}"
    return PrayaError("BUG_FOUND", what=f"{type(error).__name__}: {error}", where=where)


def _show_traceback(terminal: Terminal) -> None:
    if terminal.debug:
        traceback.print_exc()


def _plain(error: OSError) -> str:
    """The system's own words, with the file if one is named."""
    stated = error.strerror or str(error)
    return f"{stated}: {error.filename}" if error.filename else stated


def _show_version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> Any:
    if wanted and not ctx.resilient_parsing:
        version = import_module("praya").__version__
        terminal = terminal_of(ctx)
        terminal.line(f"praya {version}")
        terminal.data({"praya": version})
        ctx.exit()
