"""The files that Kiosk comes with: a config.toml, badge templates and a sample event.

In a checkout they are at its top level, where people find and change them; in a wheel, in kiosk/shipped.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_PACKED = _PACKAGE / "shipped"

SHIPPED = _PACKED if _PACKED.is_dir() else _PACKAGE.parent
"""The folder that holds config.toml, badge_templates and sample."""
SAMPLE = SHIPPED / "config.toml"
"""The salon that Kiosk comes with; `kiosk init` writes a copy of it."""
TEMPLATES = SHIPPED / "badge_templates"
"""The badges that Kiosk comes with; `kiosk init` copies them."""
ONE_DAY = SHIPPED / "sample" / "config.toml"
"""A fair of one day to try, with a list, photos and a badge template beside it."""
