"""The report after a print: what was made, where it is, who was left out, and what to do next."""

from kiosk.cli.app import errors
from kiosk.cli.tables import say, shown
from kiosk.domain.badge_life import EFFECTIVE
from kiosk.domain.model import BadgeState
from kiosk.domain.plural import counted
from kiosk.service.prints.choosing import Choice, Which
from kiosk.service.prints.printing import Printed


def say_printed(result: Printed, choice: Choice) -> bool:
    """Say what became of a print; return whether all of it was printed."""
    if result.print is None:
        _say_nothing(result, choice)
    else:
        _say_made(result, choice)
    if elsewhere := result.states.get(BadgeState.RENDERED, 0):
        errors.print(f"{elsewhere} left out: another print has them now: kiosk badges prints", soft_wrap=True)
    if result.waiting:
        why = f"{result.waiting} left out: not approved yet, suspended or blocked: kiosk people waiting"
        errors.print(why, markup=False, soft_wrap=True)
    if result.without:
        errors.print(f"{result.without} left out: their badge was revoked (kiosk badges replace)")
    if result.handed:
        errors.print(f"{len(result.handed)} out of date with their holders: kiosk badges outdated")
    for number in result.overtaken:
        errors.print(f"{number} was replaced or revoked meanwhile: destroy this page", markup=False)
    alike: dict[str, list[str]] = {}
    for one in result.unfit:
        alike.setdefault(f"{one.element}: {one.reason}", []).append(one.person)
    for reason, people in alike.items():
        errors.print(shown(f"not printed: {'; '.join(people)}: {reason}"), markup=False, soft_wrap=True)
    return not result.unfit and result.state is BadgeState.PRINTED


def _say_made(result: Printed, choice: Choice) -> None:
    count, pages = len(result.numbers), result.pages
    badges, sides = counted(count, "badge"), counted(pages, "page")
    printer, job, said = result.printer
    if printer:
        by = f"{printer}, job {job}" if job else printer
        told = f": {said}" if said else ""
        match result.state:
            case BadgeState.PRINTED:
                say(f"{badges} on {sides}, printed: {by}")
            case BadgeState.FAILED:
                errors.print(shown(f"{by}: aborted{told}"), markup=False, soft_wrap=True)
                _say_broken(result, f"{badges} count as failed, and come again with the next print")
            case _:
                errors.print(shown(f"{by}: what became of it is unknown{told}"), markup=False, soft_wrap=True)
                _say_broken(result, f"{badges} are unsure; all there: kiosk badges settle --all --printed")
    if result.file is not None:
        say(f"{badges} on {sides}: {result.file}")
    said_more = [f"print {result.print}"]
    if result.issued:
        said_more.append(f"{result.issued} new")
    if result.places[0] > 1:
        said_more.append(f"numbers {result.places[0]} to {result.places[1]}")
    if result.filed is not None:
        first, last = (filed.carton for filed in result.filed)
        cartons = f"carton {first}" if first == last else f"cartons {first} to {last}"
        is_back = choice.which is Which.CHANGED
        said_more.append(f"each into the place of its old paper: {cartons}" if is_back else cartons)
    say(", ".join(said_more))


def _say_broken(result: Printed, whole: str) -> None:
    errors.print(whole, markup=False, soft_wrap=True)
    line = f"some there: kiosk badges resume LAST --print {result.print}, LAST being the last good one"
    errors.print(line, markup=False, soft_wrap=True)


def _say_nothing(result: Printed, choice: Choice) -> None:
    """Say why there was nothing to print, and what to do."""
    if result.unfit:
        errors.print("no badge could be printed")
        return
    have = sum(result.states.get(state, 0) for state in EFFECTIVE)
    unsure = result.states.get(BadgeState.UNSURE, 0)
    if choice.which is Which.CHANGED:
        lines = ["nothing to print: no paper that lies here is out of date"]
    elif have:
        lines = [
            f"nothing to print: {'it is' if have == 1 else f'all {have} are'} printed",
            "--all prints them again; --changed those whose paper is out of date",
        ]
    elif not (unsure or result.states.get(BadgeState.RENDERED, 0) or result.waiting or result.without):
        lines = ["nothing to print: nobody is chosen; people come with kiosk import"]
    else:
        lines = ["nothing to print"]
    if unsure:
        lines += [f"{unsure} unsure: look at the paper, then kiosk badges settle"]
    for line in lines:
        errors.print(line, markup=False, soft_wrap=True)
