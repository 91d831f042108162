"""The command line's words: those of the system's language, and English for one that Kiosk does not speak.

An Arabic system is answered in French, as at a gate: few terminals can write Arabic.
"""

from typing import TYPE_CHECKING

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from kiosk.config.language import system_language
from kiosk.service.words.translation import Language, Words, spoken, text, words

if TYPE_CHECKING:  # where these are is Typer's own business
    from typer._click import Context, HelpFormatter, Parameter

TYPER_S_WORDS = (
    text("Arguments"),
    text("Options"),
    text("required"),
    text("default: {default}"),
    text("Show this message and exit."),
    text("Install completion for the current shell."),
    text("Show completion for the current shell, to copy it or customize the installation."),
)
"""What Typer says in a help text; it looks the first four up by itself (`config.language.adopt`)."""


def here() -> Words:
    """Return the words of this computer's user."""
    return words(spoken(system_language()))


def said(msgid: str, /, **values: object) -> str:
    """Say an English text in the user's language."""
    return here().say(msgid, **values)


class Command(TyperCommand):
    """A command that explains itself in the user's language."""

    def format_usage(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Write the line of usage."""
        write_usage(self, ctx, formatter)

    def format_help(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Write the whole help."""
        translate_help(self, self.get_params(ctx))
        super().format_help(ctx, formatter)


def write_usage(command: TyperCommand | TyperGroup, ctx: "Context", formatter: "HelpFormatter") -> None:
    """Write a command's line of usage, with its first word in the user's language."""
    formatter.write_usage(ctx.command_path, " ".join(command.collect_usage_pieces(ctx)), f"{said('Usage:')} ")


def translate_help(command: TyperCommand | TyperGroup, parameters: "list[Parameter]") -> None:
    """Put the help of a command and of its parameters into the user's language, a paragraph at a time."""
    own = here()
    if own.language is Language.ENGLISH:
        return
    command.help = _paragraphs(own, command.help)
    for one in parameters:
        if isinstance(one, TyperArgument | TyperOption):
            one.help = _paragraphs(own, one.help)


def _paragraphs(own: Words, told: str | None) -> str:
    return "\n\n".join([own.say(" ".join(one.split())) for one in (told or "").split("\n\n")])
