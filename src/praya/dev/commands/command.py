"""What every command is made of: the shared options and a help page in the user's language.

A command takes paths and amounts as plain text and raises PrayaError for what is wrong with them:
the command-line library would refuse in English. It must not know any one command.
"""

from collections.abc import Callable
from typing import Any, Final

import click

from praya.base.catalogue import LANGUAGES, language_of, say
from praya.base.errors import fail
from praya.dev.commands.help_page import Section, help_page
from praya.dev.commands.terminal import Terminal


class SpokenOption(click.Option):
    """An option whose help is a key of the catalogue's talk."""

    def __init__(self, *declarations: Any, words: str, **settings: Any) -> None:
        super().__init__(*declarations, **settings)
        self.words = words

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The names of the option and its words in the user's language."""
        record = super().get_help_record(ctx)
        return record and (record[0], say(self.words, terminal_of(ctx).language))


class LanguageChoice(click.Choice[str]):
    """One of the languages, in any spelling of its tag or locale; shown as the two there are."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The language that a tag names, or click's refusal."""
        return super().convert(language_of(str(value)) or value, param, ctx)


class SpokenCommand(click.Command):
    """A command with the shared options; `more` is the talk key of its second paragraph."""

    def __init__(self, name: str, more: str | None = None, **settings: Any) -> None:
        accepting = {"allow_extra_args": True}  # invoke refuses them, in the user's language
        super().__init__(name, context_settings=accepting, add_help_option=False, **settings)
        self.params += shared_options()
        self.more = more
        self.about: tuple[str, str] = ("", "")  # English and Chinese, from the table of commands

    def invoke(self, ctx: click.Context) -> Any:
        """Refuse what no argument took, in the user's language, then run."""
        if ctx.args:
            fail("ARGUMENT_UNEXPECTED", command=ctx.command_path, extra=ctx.args[0])
        return super().invoke(ctx)

    def get_help(self, ctx: click.Context) -> str:
        """The help page in the user's language."""
        language = terminal_of(ctx).language
        about = self.about[1] if language == "zh-HK" else self.about[0]
        more = [say(self.more, language)] if self.more else []
        return help_page(_usage(self, ctx), [about, *more], [options_section(self, ctx)])


def command(name: str, more: str | None = None) -> Callable[[Callable[..., None]], SpokenCommand]:
    """Make a function a command; its one-line help stands in the table of commands."""
    decorated: Callable[[Callable[..., None]], SpokenCommand] = click.command(
        name, cls=SpokenCommand, more=more
    )
    return decorated


def option(*declarations: str, words: str, **settings: Any) -> Callable[[Any], Any]:
    """An option of one command; `words` is the talk key of its help."""
    return click.option(*declarations, cls=SpokenOption, words=words, **settings)


def shared_options() -> list[click.Parameter]:
    """The options of every command. Terminal.for_command_line has read the first three already."""
    read_already: Final[dict[str, Any]] = {"expose_value": False}
    return [
        SpokenOption(["--json"], is_flag=True, words="help.json", **read_already),
        SpokenOption(["--lang"], type=LanguageChoice(LANGUAGES), words="help.lang", **read_already),
        SpokenOption(["--debug"], is_flag=True, words="help.debug", **read_already),
        SpokenOption(
            ["--help"],
            is_flag=True,
            is_eager=True,
            words="help.help",
            callback=_show_help,
            **read_already,
        ),
    ]


def options_section(shown: click.Command, ctx: click.Context) -> Section:
    """The options of a command as a section of its help page."""
    options = [each for each in shown.get_params(ctx) if isinstance(each, click.Option)]
    records = [each.get_help_record(ctx) for each in options]
    heading = say("help.options", terminal_of(ctx).language)
    return Section(heading, [record for record in records if record])


def terminal_of(ctx: click.Context) -> Terminal:
    """The terminal that `main` gave to the context; a plain English one if it gave none."""
    return ctx.find_object(Terminal) or Terminal()


def _usage(shown: click.Command, ctx: click.Context) -> str:
    language = terminal_of(ctx).language
    arguments = [
        parameter.make_metavar(ctx)
        for parameter in shown.get_params(ctx)
        if isinstance(parameter, click.Argument)
    ]
    named = say("help.usage", language) + ctx.command_path
    return " ".join([named, say("help.arguments", language), *arguments])


def _show_help(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()
