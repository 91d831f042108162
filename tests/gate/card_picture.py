"""The picture of the gate card.

`python tests/gate/card_picture.py` draws docs/pictures/gate-card.png anew; look at it before committing it.
"""

import sys
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))
from badge.gallery import PICTURES
from badge.paper import MADE_AT
from badge.papers import drawn

from kiosk.badge.papers.gate_card import gate_card_page
from kiosk.config.event_file import load_config
from kiosk.config.shipped import ONE_DAY
from kiosk.gate.card import gate_card

NAME = "gate-card.png"


def draw_card() -> Image.Image:
    """Draw the card of the one-day sample, in French and English."""
    card = gate_card(load_config(ONE_DAY).event, "en")
    return drawn(lambda out: gate_card_page(card, out, MADE_AT))


def main() -> None:
    flat = draw_card().quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    flat.save(PICTURES / NAME, optimize=True)
    print(NAME, flat.size, (PICTURES / NAME).stat().st_size)  # noqa: T201


if __name__ == "__main__":
    main()
