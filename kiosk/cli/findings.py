"""Findings of a check-up as a table: errors last, where the eye is when the command ends."""

from collections.abc import Sequence

from rich.text import Text

from kiosk.cli.app import console
from kiosk.cli.tables import plain, say, table
from kiosk.domain.plural import counted
from kiosk.service.checkup.finding import Finding, Level

_STYLES = {Level.OK: "green", Level.WARN: "yellow", Level.ERROR: "bold red"}
_WORST_LAST = (Level.OK, Level.WARN, Level.ERROR)


def show_findings(findings: Sequence[Finding]) -> None:
    """Show findings and what to do about them, then how many errors and warnings there are."""
    listed = table("", "What", "Finding, and what to do")
    for finding in sorted(findings, key=lambda one: _WORST_LAST.index(one.level)):
        said = plain(finding.says)
        if finding.do:
            said.append("\n-> ").append_text(plain(finding.do))
        listed.add_row(Text(finding.level.value, style=_STYLES[finding.level]), plain(finding.about), said)
    console.print(listed)
    wrong = sum(finding.level is Level.ERROR for finding in findings)
    warned = sum(finding.level is Level.WARN for finding in findings)
    if wrong:
        say(f"{counted(wrong, 'error')} to mend, {counted(warned, 'warning')}.")
    else:
        say(f"Ready; {counted(warned, 'warning')}." if warned else "Ready: nothing is wrong.")
