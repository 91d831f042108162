"""The commands of `kiosk accounts`: who may log in to the pages of this station."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from kiosk.bootstrap.opening import opened
from kiosk.cli.app import HERE, ClockOption, Folder, accounts_app, console
from kiosk.cli.tables import plain, say, table
from kiosk.domain.errors import KioskError
from kiosk.domain.nearest import did_you_mean
from kiosk.domain.plural import counted
from kiosk.domain.roles import Role
from kiosk.service.accounts import keeping
from kiosk.service.accounts.cards import cards
from kiosk.service.accounts.choosing import ChoiceError, FormFault
from kiosk.service.accounts.codes import CARD_LASTS, SETUP_LASTS, new_setup_code
from kiosk.service.accounts.keeping import NewAccount
from kiosk.service.accounts.sheet import read_sheet
from kiosk.service.station.new_path import refuse_mistaken
from kiosk.service.station.station import Station
from kiosk.store.accounts import Account

Name = Annotated[str, typer.Argument(metavar="NAME", help="What its owner types to log in.")]
Roles = Annotated[
    list[str], typer.Argument(metavar="ROLE...", help="desk, gate, supervisor, security, admin.")
]


@accounts_app.command("list")
def list_(folder: Folder = HERE, clock: ClockOption = None) -> None:
    """List the accounts, with their roles."""
    with opened(folder, clock) as found:
        accounts = keeping.listed(found.station)
    if not accounts:
        say("There is no account yet. `kiosk accounts reset` makes the code for the first one.")
        return
    listed = table("Name", "Roles", "Language", "State")
    for account in accounts:
        cells = (account.name, _roles(account), account.language, _state(account))
        listed.add_row(*[plain(cell) for cell in cells])
    console.print(listed)


@accounts_app.command("add")
def add_(
    name: Name,
    roles: Roles,
    language: Annotated[str, typer.Option("--language", help="fr, en, tr or ar.")] = "fr",
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Make an account, and show the code that it begins with."""
    wanted = NewAccount(name, frozenset(_role(word) for word in roles), language)
    with opened(folder, clock) as found:
        try:
            handed = keeping.add(found.station, wanted)
        except ChoiceError as error:
            raise _refused(error, name) from error
    _hand_over(handed.account, handed.code, CARD_LASTS)


@accounts_app.command("import")
def import_(
    sheet: Annotated[Path, typer.Argument(help="A CSV file with the columns name, roles, language.")],
    out: Annotated[Path, typer.Option("--cards", help="The PDF of cards to make: each has a code.")],
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Make the accounts of a sheet, all or none, and their cards."""
    refuse_mistaken(out, "cards.pdf")
    if out.exists():
        raise KioskError("{out} exists already", "name another file", out=out)
    try:
        content = sheet.read_bytes()
    except OSError as error:
        raise KioskError(
            "{sheet} cannot be read: {why}", "check the name", sheet=sheet, why=error.strerror
        ) from error
    with opened(folder, clock) as found:
        try:
            handed = keeping.add_all(found.station, read_sheet(content))
        except ChoiceError as error:
            raise _refused(error, sheet.name) from error
        out.write_bytes(cards(found.station, handed, found.settings.languages[0]))
    made = counted(len(handed), "account")
    say("{accounts} made. Their cards are in {out}: print and cut them.", accounts=made, out=out)
    say("Each card has a code that works once, for a week. Delete the file once it is printed.")


@accounts_app.command("roles")
def roles_(name: Name, roles: Roles, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Give an account other roles."""
    with opened(folder, clock) as found:
        account = keeping.find_account(found.station, name)
        changed = keeping.set_roles(found.station, account.id, frozenset(_role(word) for word in roles))
    say("{name}: {roles}", name=changed.name, roles=_roles(changed))


@accounts_app.command("stop")
def stop_(name: Name, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Stop an account: its owner is logged out everywhere."""
    with opened(folder, clock) as found:
        account = keeping.find_account(found.station, name)
        keeping.stop(found.station, account.id)
    say("{name} is stopped, and logged out everywhere.", name=account.name)


@accounts_app.command("resume")
def resume_(name: Name, folder: Folder = HERE, clock: ClockOption = None) -> None:
    """Let a stopped account be used again."""
    with opened(folder, clock) as found:
        account = keeping.find_account(found.station, name)
        keeping.resume(found.station, account.id)
    say("{name} may log in again.", name=account.name)


@accounts_app.command("reset")
def reset_(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="An account; without it, a code for a new one.")
    ] = None,
    folder: Folder = HERE,
    clock: ClockOption = None,
) -> None:
    """Make a setup code: for a first account, or for one whose password is lost."""
    with opened(folder, clock) as found:
        if name is None:
            _setup(found.station)
            return
        account = keeping.find_account(found.station, name)
        handed = keeping.reset(found.station, account.id)
    say("The password and the PIN of {name} work no more.", name=account.name)
    _hand_over(handed.account, handed.code, SETUP_LASTS)


def _setup(station: Station) -> None:
    code = new_setup_code(station)
    say("setup code  {code}", code=code)
    say("")
    say("It works once, within an hour, on this computer alone.")
    say("On the page /start it makes an account that holds every role.")


def _hand_over(account: Account, code: str, lasts: timedelta) -> None:
    say("{name}: {roles}", name=account.name, roles=_roles(account))
    say("code  {code}", code=code)
    say("")
    if lasts == CARD_LASTS:
        say("It works once, within a week.")
    else:
        say("It works once, within an hour.")
    say('On the login page its owner chooses "I have a code", then a password.')


def _refused(error: ChoiceError, name: str) -> KioskError:
    if FormFault.TAKEN in error.faults.values():
        return KioskError(
            "a name in {name} is taken by another account", "`kiosk accounts list` shows them all", name=name
        )
    return KioskError("{name} is no name for an account", "1 to 60 characters", name=name)


def _role(word: str) -> Role:
    try:
        return Role(word.lower())
    except ValueError as error:
        raise KioskError('there is no role "{word}"', did_you_mean(word, list(Role)), word=word) from error


def _roles(account: Account) -> str:
    return ", ".join(role for role in Role if role in account.roles) or "no role"


def _state(account: Account) -> str:
    if account.is_stopped:
        return "stopped"
    return "in use" if account.password else "code not used yet"
