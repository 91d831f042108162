"""`kiosk demo`: the whole story on sample data, told in one go or served as pages."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.app import app, console
from kiosk.cli.demo_serve import serve_demo
from kiosk.cli.demo_story import EXPECTED, PEOPLE, Demonstration, decisions, summary
from kiosk.cli.language import said
from kiosk.cli.tables import say
from kiosk.domain.errors import KioskError


@app.command("demo")
def demo(
    folder: Annotated[
        Path | None,
        typer.Option("--dir", "-C", help="A new folder to keep everything in; otherwise nothing is kept."),
    ] = None,
    people: Annotated[int, typer.Option(min=120, max=5000, help="How many accreditations.")] = PEOPLE,
    serve: Annotated[
        bool, typer.Option("--serve", help="Show a gate at work and the pages, in a browser, until Ctrl-C.")
    ] = False,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Where the browser finds the pages of --serve.")
    ] = None,
) -> None:
    """Show the whole story on sample data.

    Import, print, scan, refuse, export, verify.
    """
    if folder is not None and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise KioskError("{folder} exists and is not an empty folder", "name a new folder", folder=folder)
    if serve:
        serve_demo(folder, port)
        return
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="kiosk-demo-", ignore_cleanup_errors=True) as passing:
            _show(Path(passing), people)
        say("Nothing was kept. To keep it, and open its badges: kiosk demo --dir demo")
        return
    _show(folder, people)
    console.print(said("To open:"), style="bold")
    for name in ("badges.pdf", "people.csv", "photos", "config.toml"):
        console.print(f"  {folder / name}", markup=False, soft_wrap=True)
    for file in sorted(folder.glob("*journal*")):
        console.print(f"  {file}", markup=False, soft_wrap=True)


def _show(home: Path, people: int) -> None:
    """Run the story in a folder and show what happened. Raises KioskError if it is not as expected."""
    demonstration = Demonstration(home, people)
    try:
        whole, altered = demonstration.run()
    finally:
        demonstration.station.close()
    told = demonstration.told
    console.print(summary(told))
    console.print(decisions(told))
    reasons = {scan.decision.reason for scan in told.scans}
    missing = [reason for reason in EXPECTED if reason not in reasons]
    if missing or whole.exit_code != 0 or altered.exit_code == 0:
        said = f"not seen: {', '.join(missing)}" if missing else "the journal did not verify as it should"
        raise KioskError("the demonstration did not go as planned: {said}", "please report this", said=said)
