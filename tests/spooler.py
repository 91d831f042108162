"""A CUPS of the tests' own: a server on a socket in a folder, with queues into files."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.service.printers.cups import Cups
from kiosk.service.printers.spooling import Printer

_SEARCHED = "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin"
CUPSD = shutil.which("cupsd", path=_SEARCHED)
HAS_CUPS = CUPSD is not None and all(shutil.which(tool) for tool in ("lp", "lpstat"))
WITHOUT = "no CUPS here: apt-get install cups-daemon cups-client"

_SERVER = """
Listen {folder}/socket
LogLevel debug
DefaultAuthType None
WebInterface No
Browsing No
JobRetryInterval 1
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
    Allow all
  </Limit>
</Policy>
"""
_FILES = """
FileDevice Yes
ServerRoot {folder}
ServerBin {folder}/programs
RequestRoot {folder}/jobs
CacheDir {folder}/cache
StateDir {folder}/state
TempDir {folder}/jobs
AccessLog {folder}/log
ErrorLog {folder}/log
PageLog {folder}/pages
"""
_PRINTER = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "DESK.PPD"
*Manufacturer: "Kiosk"
*Product: "(Desk)"
*ModelName: "Desk"
*NickName: "Desk"
*ShortNickName: "Desk"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*cupsVersion: 2.3
*cupsFilter2: "application/pdf application/vnd.cups-raw 0 {filter}"
*OpenUI *PageSize: PickOne
*DefaultPageSize: A4
*PageSize A4: ""
*PageSize A6: ""
*PageSize w176h283/Label 62 x 100 mm: ""
*CloseUI: *PageSize
*DefaultImageableArea: A4
*ImageableArea A4: "12 12 583 830"
*ImageableArea A6: "12 12 286 408"
*ImageableArea w176h283: "3 3 173 280"
*DefaultPaperDimension: A4
*PaperDimension A4: "595 842"
*PaperDimension A6: "298 420"
*PaperDimension w176h283: "176 283"
"""
"""A printer that understands PDF: what is handed in arrives at it, byte for byte."""
_TO_FILE = """#!/bin/sh
[ $# -eq 0 ] && exit 0
echo "PAGE: 1 1" >&2
echo "PAGE: 2 1" >&2
echo "$3|$5" > "${DEVICE_URI#paper:}.asked"
cat -- "${6:-/dev/stdin}" > "${DEVICE_URI#paper:}"
"""
"""Backends, which CUPS calls with: job, user, title, copies, options, file. CUPS' own `file:` writes nothing
of a job that needs no filter."""
_JAMMED = """#!/bin/sh
[ $# -eq 0 ] && exit 0
echo "ERROR: the head is jammed" >&2
exit 1
"""
_STUCK = """#!/bin/sh
[ $# -eq 0 ] && exit 0
echo "PAGE: 1 1" >&2
exec sleep 60
"""


@dataclass(frozen=True)
class Server:
    """A CUPS that runs; its tools work on it."""

    folder: Path
    process: subprocess.Popen

    @property
    def socket(self) -> str:
        return f"{self.folder}/socket"

    @property
    def cups(self) -> Cups:
        return Cups(self.socket)

    def tool(self, name: str, *words: str) -> str:
        path = shutil.which(name, path=_SEARCHED)
        run = [path, "-h", self.socket, *words]
        return subprocess.run(run, check=True, capture_output=True, text=True, timeout=30).stdout  # noqa: S603

    def queue(self, name: str, device: str = "", through: str = "-") -> Printer:
        """Add a printer: into the file that `arrived` reads, or to another device, through a filter."""
        driver = self.folder / f"{name}.ppd"
        driver.write_text(_PRINTER.format(filter=through))
        uri = device or f"paper:{self.arrived(name)}"
        policy = ("-o", "printer-error-policy=abort-job")
        self.tool("lpadmin", "-p", name, "-E", "-v", uri, "-P", str(driver), *policy)
        return Printer(self.cups, name)

    def arrived(self, name: str) -> Path:
        return self.folder / f"{name}.pdf"

    def asked(self, name: str) -> str:
        """The title and the options with which a job arrived."""
        return Path(f"{self.arrived(name)}.asked").read_text()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


def start(folder: Path) -> Server:
    """Start a server that runs as whoever runs the tests; it is ready when this returns."""
    programs = folder / "programs"
    binaries = next(
        path for path in (Path("/usr/lib/cups"), Path("/usr/libexec/cups")) if (path / "daemon").is_dir()
    )
    (programs / "backend").mkdir(parents=True)
    (programs / "daemon").symlink_to(binaries / "daemon")
    for name, text in (("paper", _TO_FILE), ("jammed", _JAMMED), ("stuck", _STUCK)):
        (programs / "backend" / name).write_text(text)
        # What others may not run, CUPS runs as its own user, who may enter the tests' folders.
        (programs / "backend" / name).chmod(0o700)
    for name in ("jobs", "cache", "state"):
        (folder / name).mkdir()
    for name, text in (("cupsd.conf", _SERVER), ("cups-files.conf", _FILES)):
        (folder / name).write_text(text.format(folder=folder))
    command = [CUPSD, "-f", "-c", f"{folder}/cupsd.conf", "-s", f"{folder}/cups-files.conf"]
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)  # noqa: S603
    server = Server(folder, process)
    for _ in range(500):
        if (folder / "socket").exists() and "is running" in server.tool("lpstat", "-r"):
            return server
        try:
            process.wait(0.02)
        except subprocess.TimeoutExpired:
            continue
        break
    raise AssertionError((folder / "said").read_text() + (folder / "log").read_text())


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Have a server for the length of a block."""
    server = start(folder)
    try:
        yield server
    finally:
        server.stop()
