"""Templates: Jinja2 with autoescape; a fragment and a whole page come from the same files.

1. A template whose name begins with `_` is a fragment, which a page includes and which a stream or a
   script may fetch alone.
2. Words: `_("English text {name}", name=value)` in a template is looked up in the viewer's language.
3. Static files are addressed with a hash of all of them, as they name each other; browsers keep them for
   ever.
"""

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

HERE = Path(__file__).parent
STATIC = HERE / "static"


class Say(Protocol):
    """Says an English text in one language."""

    def __call__(self, text: str, /, **values: object) -> str:
        """Return the text, with its values filled in."""


LANGUAGES = ("fr", "en", "tr", "ar")
"""What Kiosk speaks, in the order in which a public screen says it."""
RIGHT_TO_LEFT = frozenset({"ar"})


def direction_of(language: str) -> str:
    """Return in which direction a language is written, as HTML says it."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["static"] = static
    made.globals["direction_of"] = direction_of
    return made


@cache
def _edition() -> str:
    """Return the hash of all static files."""
    found = hashlib.sha256()
    for path in sorted(STATIC.iterdir()):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


def static(name: str) -> str:
    """Return the address of a static file."""
    return f"/static/{_edition()}/{name}"


class Pages:
    """Renders templates for one viewer.

    Args:
        language: of the viewer.
        say_in: returns, for a language, what says English texts in it, with their values filled in.
        is_demo: whether every page says that this is a demonstration.
    """

    def __init__(self, language: str, say_in: Callable[[str], Say], *, is_demo: bool = False) -> None:
        self.language = language
        self.is_demo = is_demo
        self.say_in = say_in
        self.say = say_in(language)

    def fragment(self, template: str, values: Mapping[str, object]) -> str:
        """Return a rendered template."""
        return (
            _environment()
            .get_template(template)
            .render(
                **values,
                _=self.say,
                language=self.language,
                direction=direction_of(self.language),
                is_demo=self.is_demo,
            )
        )

    def page(self, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """Return a page, or a fragment of one, as an answer."""
        return HTMLResponse(self.fragment(template, values), status)
