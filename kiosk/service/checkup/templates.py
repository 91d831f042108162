"""The check-up of badge templates: categories whose badge cannot be drawn are found before the print."""

from pathlib import Path

from kiosk.badge.design.template import list_templates, load_template
from kiosk.domain.errors import KioskError
from kiosk.domain.event import Event
from kiosk.domain.nearest import did_you_mean
from kiosk.domain.plural import counted
from kiosk.domain.wording import Phrase, joined
from kiosk.service.checkup.finding import Finding, Level

_ABOUT = "templates"


def check_templates(folder: Path, event: Event) -> list[Finding]:
    """Check the template of each category, and the others in the folder; never raises."""
    if not folder.is_dir():
        do = "bring the folder back, or correct `templates` in config.toml"
        return [Finding(Level.ERROR, _ABOUT, Phrase("there is no folder {folder}", folder=folder), do)]
    known = list_templates(folder)
    wanted: dict[str, list[str]] = {}
    for category in event.categories:
        wanted.setdefault(category.template, []).append(category.id)
    findings = []
    for name, categories in wanted.items():
        named = ", ".join(categories)
        if name not in known:
            do = Phrase(
                "{hint}; correct it in config.toml, then `kiosk event load`",
                hint=did_you_mean(name, known),
            )
            findings.append(
                Finding(
                    Level.ERROR,
                    _ABOUT,
                    Phrase('{categories}: there is no template "{name}"', categories=named, name=name),
                    do,
                )
            )
        elif fault := _fault(folder, name):
            findings.append(Finding(Level.ERROR, _ABOUT, joined((named, fault.message), ": "), fault.hint))
    findings += [
        Finding(
            Level.WARN, _ABOUT, Phrase("no category has it, but {message}", message=fault.message), fault.hint
        )
        for name in known
        if name not in wanted and (fault := _fault(folder, name))
    ]
    sound = Finding(
        Level.OK,
        _ABOUT,
        Phrase("{templates} for the categories, all sound", templates=counted(len(wanted), "template")),
    )
    return findings or [sound]


def _fault(folder: Path, name: str) -> KioskError | None:
    try:
        load_template(folder, name)
    except (KioskError, OSError) as error:
        return (
            error
            if isinstance(error, KioskError)
            else KioskError("{name}.toml: {error}", name=name, error=error)
        )
    return None
