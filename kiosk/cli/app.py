"""The command line's frame: the application and its groups, two consoles, common options, errors."""

import gc
import io
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer
import typer.main
from rich.console import Console
from typer.core import TyperCommand, TyperGroup

from kiosk.bootstrap.news import LISTENER
from kiosk.cli.commands import COMMANDS
from kiosk.cli.language import Command, here, said, translate_help, write_usage
from kiosk.config.language import adopt
from kiosk.domain.errors import KioskError

if TYPE_CHECKING:  # where these are is Typer's own business
    from typer._click import Context, HelpFormatter

ROOT = "kiosk"


class Lazy(TyperGroup):
    """A group of commands that loads only the command that is run, and none to list them."""

    def _key(self, word: str) -> str:
        return word if self.name == ROOT else f"{self.name} {word}"

    def list_commands(self, ctx: object) -> list[str]:  # noqa: ARG002 - as click calls it
        """Return the words of this group, in the order of the table."""
        depth = 0 if self.name == ROOT else 1
        begin = "" if self.name == ROOT else f"{self.name} "
        return [key.split(" ")[-1] for key in COMMANDS if key.startswith(begin) and key.count(" ") == depth]

    def get_command(self, ctx: object, cmd_name: str) -> TyperCommand | TyperGroup | None:
        """Load the module of a command; None for a word that is not in the table."""
        entry = COMMANDS.get(self._key(cmd_name))
        if entry is None:
            # The error suggests the nearest of the loaded commands: load them all.
            loaded = {word: self.get_command(ctx, word) for word in self.list_commands(ctx)}
            self.commands.update({word: command for word, command in loaded.items() if command is not None})
            return None
        if entry.module:
            import_module(f"kiosk.cli.{entry.module}")
            gc.enable()  # `kiosk.__main__` has it disabled meanwhile
        group = GROUPS[self.name or ROOT]
        for one in group.registered_commands:
            one.cls = Command
        found = typer.main.get_group(group).commands.get(cmd_name)
        return found if isinstance(found, TyperCommand | TyperGroup) else None

    def format_usage(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Write the line of usage."""
        write_usage(self, ctx, formatter)

    def format_help(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Write the whole help."""
        translate_help(self, self.get_params(ctx))
        super().format_help(ctx, formatter)

    def format_commands(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """List every command with its full line of help, from the table alone."""
        rows = [(word, said(COMMANDS[self._key(word)].help)) for word in self.list_commands(ctx)]
        with formatter.section(said("Commands")):
            formatter.write_dl(rows)


def _group(name: str) -> typer.Typer:
    group = typer.Typer(
        name=name, help=COMMANDS[name].help, cls=Lazy, no_args_is_help=True, rich_markup_mode=None
    )
    group.callback()(_no_act)  # so that Typer takes a group of one command for a group
    app.add_typer(group)
    return group


def _no_act() -> None:
    pass  # a docstring would become the help of each group


app = typer.Typer(
    name=ROOT,
    help="Accredit people to a large fair, print their QR badges, and let the right ones in.",
    cls=Lazy,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
accounts_app = _group("accounts")
badges_app = _group("badges")
changes_app = _group("changes")
desktop_app = _group("desktop")
event_app = _group("event")
keys_app = _group("keys")
log_app = _group("log")
people_app = _group("people")
station_app = _group("station")
GROUPS = {
    ROOT: app,
    "accounts": accounts_app,
    "badges": badges_app,
    "changes": changes_app,
    "desktop": desktop_app,
    "event": event_app,
    "keys": keys_app,
    "log": log_app,
    "people": people_app,
    "station": station_app,
}
console = Console(highlight=False, emoji=False)
"""Output that was asked for."""
errors = Console(stderr=True, highlight=False, emoji=False)
"""Everything else: progress, remarks, errors."""

Folder = Annotated[Path, typer.Option("--dir", "-C", help="The station's folder, which holds config.toml.")]
ClockOption = Annotated[
    str | None, typer.Option("--clock", help="Demonstrations only: simulated time, like 2025-11-11T08:30Z.")
]
HERE = Path()
INTERRUPTED = 130
"""The exit code after Ctrl-C."""
WRONG_USAGE = cast("type[typer.BadParameter]", typer.BadParameter.__mro__[1])
"""Typer's errors of whoever typed a command; it has no public name for all of them."""


def _say_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"kiosk {import_module('importlib.metadata').version('kiosk')}")
        raise typer.Exit


@app.callback()
def _frame(
    version: Annotated[  # noqa: ARG001 - its callback has said it
        bool,
        typer.Option("--version", help="Print the version.", callback=_say_version, is_eager=True),
    ] = False,
) -> None:
    LISTENER.set(_say_found)


def _say_found(found: str) -> None:
    import_module("kiosk.cli.opening").say_found(found)  # what most commands never need is not loaded


def report(error: KioskError) -> None:
    """Write an error, and what to do about it, to stderr."""
    own = here()
    errors.print(own.say("kiosk: error: {message}", message=own.error(error)), markup=False, soft_wrap=True)
    if hint := own.hint(error):
        errors.print(own.say("kiosk: hint: {hint}", hint=hint), markup=False, soft_wrap=True)


def run(tty: object = None) -> None:
    """Run the command line: exit 0, 1 for an error, 2 for wrong usage, 130 for Ctrl-C.

    Args:
        tty: the terminal, if its mode was changed.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal or a pipe that cannot encode a name (Windows, cp1252) must not end a gate.
            stream.reconfigure(errors="backslashreplace")
    adopt(here().language)
    try:
        ended = app(obj=tty, standalone_mode=False)
    except KioskError as error:
        report(error)
        sys.exit(1)
    except WRONG_USAGE as error:
        import_module("kiosk.cli.usage").show_usage_error(error, errors)
        sys.exit(2)
    except typer.Abort:
        errors.print(said("Aborted!"), markup=False)
        sys.exit(1)
    except KeyboardInterrupt:
        ended = INTERRUPTED
    if ended == INTERRUPTED:  # Typer turns Ctrl-C into this code
        errors.print(said("kiosk: stopped; what was committed is kept"), markup=False)
    if isinstance(ended, int) and ended:
        sys.exit(ended)
