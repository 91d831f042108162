"""The report after a print: what was made, where it is, who was left out, and what to do next."""

from kiosk.cli.language import here, said
from kiosk.cli.tables import remark, say
from kiosk.domain.badge_life import EFFECTIVE
from kiosk.domain.model import BadgeState
from kiosk.domain.plural import counted
from kiosk.domain.wording import Phrase
from kiosk.service.prints.choosing import Choice, Which
from kiosk.service.prints.printing import Printed
from kiosk.service.words.translation import text


def say_printed(result: Printed, choice: Choice) -> bool:
    """Say what became of a print; return whether all of it was printed."""
    if result.print is None:
        _say_nothing(result, choice)
    else:
        _say_made(result, choice)
    if elsewhere := result.states.get(BadgeState.RENDERED, 0):
        remark("{n} left out: another print has them now: kiosk badges prints", n=elsewhere)
    if result.waiting:
        remark("{n} left out: not approved yet, suspended or blocked: kiosk people waiting", n=result.waiting)
    if result.without:
        remark("{n} left out: their badge was revoked (kiosk badges replace)", n=result.without)
    if result.handed:
        remark("{n} out of date with their holders: kiosk badges outdated", n=len(result.handed))
    for number in result.overtaken:
        remark("{number} was replaced or revoked meanwhile: destroy this page", number=number)
    alike: dict[str, list[str]] = {}
    for one in result.unfit:
        alike.setdefault(f"{one.element}: {one.reason}", []).append(one.person)
    for reason, people in alike.items():
        remark("not printed: {people}: {reason}", people="; ".join(people), reason=reason)
    return not result.unfit and result.state is BadgeState.PRINTED


def _say_made(result: Printed, choice: Choice) -> None:
    count, pages = len(result.numbers), result.pages
    badges, sides = counted(count, "badge"), counted(pages, "page")
    printer, job, told = result.printer
    if printer:
        by = Phrase("{printer}, job {job}", printer=printer, job=job) if job else printer
        told = f": {told}" if told else ""
        match result.state:
            case BadgeState.PRINTED:
                say("{badges} on {sides}, printed: {by}", badges=badges, sides=sides, by=by)
            case BadgeState.FAILED:
                remark("{by}: aborted{told}", by=by, told=told)
                _say_broken(
                    result,
                    Phrase("{badges} count as failed, and come again with the next print", badges=badges),
                )
            case _:
                remark("{by}: what became of it is unknown{told}", by=by, told=told)
                _say_broken(
                    result,
                    Phrase(
                        "{badges} are unsure; all there: kiosk badges settle --all --printed", badges=badges
                    ),
                )
    if result.file is not None:
        say("{badges} on {sides}: {file}", badges=badges, sides=sides, file=result.file)
    more = [said("print {n}", n=result.print)]
    if result.issued:
        more.append(said("{n} new", n=result.issued))
    if result.places[0] > 1:
        more.append(said("numbers {first} to {last}", first=result.places[0], last=result.places[1]))
    if result.filed is not None:
        first, last = (filed.carton for filed in result.filed)
        if first == last:
            cartons = said("carton {n}", n=first)
        else:
            cartons = said("cartons {first} to {last}", first=first, last=last)
        if choice.which is Which.CHANGED:
            cartons = said("each into the place of its old paper: {cartons}", cartons=cartons)
        more.append(cartons)
    say(", ".join(more))


def _say_broken(result: Printed, whole: str) -> None:
    remark(whole)
    remark("some there: kiosk badges resume LAST --print {n}, LAST being the last good one", n=result.print)


def _say_nothing(result: Printed, choice: Choice) -> None:
    """Say why there was nothing to print, and what to do."""
    if result.unfit:
        remark("no badge could be printed")
        return
    have = sum(result.states.get(state, 0) for state in EFFECTIVE)
    unsure = result.states.get(BadgeState.UNSURE, 0)
    if choice.which is Which.CHANGED:
        lines = [text("nothing to print: no paper that lies here is out of date")]
    elif have:
        lines = [
            here().plural("nothing to print: it is printed", "nothing to print: all {n} are printed", have),
            text("--all prints them again; --changed those whose paper is out of date"),
        ]
    elif not (unsure or result.states.get(BadgeState.RENDERED, 0) or result.waiting or result.without):
        lines = [text("nothing to print: nobody is chosen; people come with kiosk import")]
    else:
        lines = [text("nothing to print")]
    if unsure:
        lines += [Phrase("{n} unsure: look at the paper, then kiosk badges settle", n=unsure)]
    for line in lines:
        remark(line)
