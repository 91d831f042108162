"""The gate card's contents: what each screen of a gate means, in the same words as the screens."""

from collections.abc import Mapping

from kiosk.badge.papers.a4 import DEMO
from kiosk.badge.papers.gate_card import GateCard, Saying, Tint
from kiosk.domain.event import Event
from kiosk.domain.model import Notice, Reason
from kiosk.gate.card_words import MEANS
from kiosk.service.words.catalogue import DISK_LOW, phrase, told
from kiosk.service.words.sign import Colour
from kiosk.service.words.translation import Language, words

TINTS: Mapping[Colour, Tint] = {
    Colour.GREEN: Tint("#005f00", "#ffffff", "→"),
    Colour.RED: Tint("#870000", "#ffffff", "\N{MULTIPLICATION SIGN}"),
    Colour.AMBER: Tint("#ffaf00", "#000000", "!"),
    Colour.FAULT: Tint("#ffff00", "#000000", "▲"),
    Colour.IDLE: Tint("#3a3a3a", "#ffffff", "·"),
}
"""The colours of the screen; the signs are the closest ones in the badge fonts."""

SECOND = tuple(str(language) for language in Language if language is not Language.FRENCH)
"""The languages that a card can have below its French."""


def gate_card(event: Event, second: str) -> GateCard:
    """Compose the card of an event.

    Args:
        event: its policy says which refusals a supervisor may overrule.
        second: one of `SECOND`, printed below the French.
    """

    def own(key: str) -> tuple[str, str]:
        return _means("fr", key), _means(second, key)

    def shown(key: str) -> tuple[str, str]:
        return phrase("fr", key), phrase(second, key)

    return GateCard(
        above=f"{event.name['fr']} · {DEMO}" if event.is_demo else event.name["fr"],
        title=own("title"),
        screens=(
            Saying(TINTS[Colour.GREEN], shown("granted_in"), own("green_means")),
            Saying(TINTS[Colour.RED], own("red"), own("red_means")),
            Saying(TINTS[Colour.AMBER], own("amber"), own("amber_means")),
            Saying(TINTS[Colour.FAULT], shown("not_recorded"), own("fault_means")),
            Saying(TINTS[Colour.FAULT], shown("free_exit"), own("free_means")),
            Saying(TINTS[Colour.FAULT], own("band"), (_bands("fr"), _bands(second))),
            Saying(TINTS[Colour.IDLE], shown("ready"), own("ready_means")),
        ),
        rule=own("rule"),
        reasons=own("reasons"),
        refusals=tuple(_refusal(event, reason, second) for reason in Reason),
        keys=(own("undo"), own("clock")),
    )


def _means(language: str, key: str) -> str:
    return words(language).say(MEANS[key])


def _bands(language: str) -> str:
    bands = (told(language, Notice.CLOCK_SUSPECT), told(language, Notice.LIST_STALE), DISK_LOW.said(language))
    return f"{_means(language, 'band_means')} {', '.join(one.headline for one in bands)}"


def _refusal(event: Event, reason: Reason, second: str) -> Saying:
    colour = Colour.AMBER if event.policy.may_overrule(reason) else Colour.RED
    first, other = told("fr", reason), told(second, reason)
    return Saying(TINTS[colour], (first.headline, other.headline), (first.to_do, other.to_do))
