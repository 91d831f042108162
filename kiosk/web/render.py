"""Templates: Jinja2 with autoescape; a fragment and a whole page come from the same files.

1. A template whose name begins with `_` is a fragment, which a page includes and which a stream or a
   script may fetch alone.
2. Words: `_("English text {name}", name=value)` in a template is looked up in the viewer's language.
3. Static files are addressed with a hash of their content, and kept by browsers for ever.
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

HERE = Path(__file__).parent
STATIC = HERE / "static"


class Say(Protocol):
    """Says an English text in one language."""

    def __call__(self, text: str, /, **values: str | float) -> str:
        """Return the text, with its values filled in."""


RIGHT_TO_LEFT = frozenset({"ar"})


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
    return made


@cache
def static(name: str) -> str:
    """Return the address of a static file, with a hash of its content."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{digest}/{name}"


class Pages:
    """Renders templates for one viewer.

    Args:
        language: of the viewer.
        say: returns the words for an English text, in that language, with its values filled in.
    """

    def __init__(self, language: str, say: Say) -> None:
        self.language = language
        self.say = say

    def fragment(self, template: str, values: Mapping[str, object]) -> str:
        """Return a rendered template."""
        return (
            _environment()
            .get_template(template)
            .render(
                **values,
                _=self.say,
                language=self.language,
                direction="rtl" if self.language in RIGHT_TO_LEFT else "ltr",
            )
        )

    def page(self, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """Return a page, or a fragment of one, as an answer."""
        return HTMLResponse(self.fragment(template, values), status)
