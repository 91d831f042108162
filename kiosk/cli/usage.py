"""Wrong usage of the command line, in the user's language: Typer says it in English alone.

A message of Typer is recognised by its template; what the user typed is filled into the translation.
"""

import re

import typer
from rich.console import Console

from kiosk.cli.language import here, said
from kiosk.service.words.translation import Language, text

TEMPLATES = (
    text("Invalid value for {name}: {message}"),
    text("Invalid value: {message}"),
    text("Missing argument {name}."),
    text("Missing option {name}."),
    text("No such option: {name} (Possible options: {nearest})"),
    text("No such option: {name}"),
    text("No such command {name}. Did you mean {nearest}?"),
    text("No such command {name}."),
    text("Got unexpected extra argument(s) ({name})"),
    text("Option {name} requires an argument."),
    text("Option {name} does not take a value."),
    text("{value} is not a valid {kind}."),
    text("{value} is not in the range {range}."),
    text("{value} is not one of {choices}."),
    text("{value} does not match the formats {formats}."),
)
"""What Typer says of wrong usage, by its own words; the first that fits is taken."""


def show_usage_error(error: typer.BadParameter, errors: Console) -> None:
    """Write what is wrong with a command line, and how to get help.

    Args:
        error: of this kind or of a more general one, as all of Typer's for wrong usage are.
        errors: where it is written.
    """
    message = error.format_message()
    is_help = "\n" in message  # of a group that was named alone
    if here().language is Language.ENGLISH or is_help or error.ctx is None:
        error.show()
        return
    lines = [
        error.ctx.get_usage(),
        said("Try '{command} --help' for help.", command=error.ctx.command_path),
        "",
        said("Error: {message}", message=translated(message)),
    ]
    for line in lines:
        errors.print(line, markup=False, soft_wrap=True)


def translated(message: str) -> str:
    """Return a message of Typer in the user's language; one that is not known stays as it is."""
    template = template_of(message)
    values: dict[str, object] = {}
    for name, value in _values(template, message).items():
        values[name] = translated(value) if name == "message" else value
    return said(template or message, **values)


def template_of(message: str) -> str:
    """Return the first template that a message fits; "" for none."""
    return next((template for template in TEMPLATES if _pattern(template).fullmatch(message)), "")


def _values(template: str, message: str) -> dict[str, str]:
    found = _pattern(template).fullmatch(message) if template else None
    return {} if found is None else found.groupdict()


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(template)), re.DOTALL)
