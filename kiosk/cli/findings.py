"""Findings of a check-up as a table: errors last, where the eye is when the command ends."""

from collections.abc import Sequence

from rich.text import Text

from kiosk.cli.app import console
from kiosk.cli.language import said
from kiosk.cli.tables import plain, say, table
from kiosk.domain.plural import counted
from kiosk.service.checkup.finding import Finding, Level

_STYLES = {Level.OK: "green", Level.WARN: "yellow", Level.ERROR: "bold red"}
_WORST_LAST = (Level.OK, Level.WARN, Level.ERROR)


def show_findings(findings: Sequence[Finding]) -> None:
    """Show findings and what to do about them, then how many errors and warnings there are."""
    listed = table("", "What", "Finding, and what to do")
    for finding in sorted(findings, key=lambda one: _WORST_LAST.index(one.level)):
        cell = plain(said(finding.says))
        if finding.do:
            cell.append("\n-> ").append_text(plain(said(finding.do)))
        level = Text(said(finding.level), style=_STYLES[finding.level])
        listed.add_row(level, plain(said(finding.about)), cell)
    console.print(listed)
    wrong = sum(finding.level is Level.ERROR for finding in findings)
    warned = sum(finding.level is Level.WARN for finding in findings)
    warnings = counted(warned, "warning")
    if wrong:
        say("{errors} to mend, {warnings}.", errors=counted(wrong, "error"), warnings=warnings)
    else:
        say("Ready; {warnings}." if warned else "Ready: nothing is wrong.", warnings=warnings)
