"""The table of commands: which module holds each word, and the line of help that lists it.

1. A command's module is loaded when the command is run or explained, never to list it: the libraries of a
   print or a camera take longer to load than most commands take to run.
2. The table is held against the whole tree of commands by a test.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command is, and what it is for.

    Attributes:
        module: the module of `kiosk.cli` that adds it; "" for a group of commands.
        help: the first line of its help.
    """

    module: str
    help: str


COMMANDS: Mapping[str, Entry] = {
    "init": Entry("setup", "Make a station: config.toml, data folder, database, keys."),
    "event": Entry("", "The event document: sites, days, zones, gates, policies."),
    "event load": Entry("setup", "Put a new version of the event in force; people's rights follow it."),
    "event diff": Entry("setup", "Say what loading a file would change, and whom it affects."),
    "event dump": Entry("setup", "Write the event in force as JSON, in UTF-8."),
    "keys": Entry("", "The keys: without them no badge can be sealed or checked."),
    "keys backup": Entry("keys", "Write all keys under a passphrase: a file, and a sheet."),
    "keys restore": Entry("keys", "Put the keys of a backup into this station's folder."),
    "keys fingerprint": Entry("keys", "Write this station's fingerprint, as it is on paper."),
    "doctor": Entry("setup", "Say what is wrong with this station, and what to do."),
    "station": Entry("", "The whole station: back it up, restore or move it."),
    "station backup": Entry("station", "Write all that this station has to one file."),
    "station restore": Entry("station", "Make the station of a backup in an empty folder."),
    "import": Entry(
        "lists", "Import a list of people; an import repeated updates. Exit 1 where a row was refused."
    ),
    "people": Entry("", "The people on the list."),
    "people find": Entry("people", "List whom a text may mean, the likeliest first."),
    "people show": Entry("people", "Show everything about one person."),
    "people approve": Entry("people", "Let a pending accreditation open doors."),
    "people waiting": Entry("people", "List who is to be approved, suspended or blocked."),
    "people suspend": Entry("people", "Close all doors to a person, until reinstated."),
    "people block": Entry("people", "Close all doors to a person, and alert security."),
    "people reinstate": Entry("people", "Lift a suspension or a block."),
    "people erase": Entry("people", "Take a person's data from every file of this station, for good."),
    "badges": Entry("", "Print badges, and what becomes of them."),
    "badges replace": Entry("badges", "Issue a new badge for a lost one, which is dead at once."),
    "badges revoke": Entry("badges", "Kill badges for good."),
    "badges handover": Entry("badges", "Note that badges were given to their holders."),
    "badges requeue": Entry("badges", "Have spoilt badges printed again, under the same number."),
    "badges settle": Entry("badges", "Say of unsure badges whether their paper is there."),
    "badges preview": Entry("badges", "Draw a sample badge as a PNG."),
    "badges templates": Entry("badges", "List the templates and the sheets, with their sizes."),
    "badges print": Entry("prints", "Print the badges that are not printed yet."),
    "badges resume": Entry("prints", "Go on with a print that jammed."),
    "badges prints": Entry("prints", "List the newest prints, and what became of their badges."),
    "badges covers": Entry("prints", "Make the lists that delegations sign for their badges."),
    "badges outdated": Entry("outdated", "List badges whose paper is out of date, and what to do."),
    "badges pulled": Entry("outdated", "Note that the paper of dead badges was destroyed."),
    "badges printers": Entry("printers", "List this computer's printers, and how each is off."),
    "badges calibrate": Entry("printers", "Print a ruler page, or keep what was measured on it."),
    "badges spares": Entry("spares", "Print numbers ahead, for when no printer works."),
    "badges link": Entry("spares", "Make a spare badge somebody's, by one scan of its code."),
    "badges void": Entry("spares", "Declare spare badges lost or destroyed: never to be linked."),
    "gate": Entry("gate", "Work at a gate: read badges, decide, record, show."),
    "gate-card": Entry(
        "gate_card", "Print a page to hang beside a gate: what each colour means, and what to do."
    ),
    "check": Entry("gate", "Say what a gate would decide about a code."),
    "turn-back": Entry(
        "gate", "Record that somebody who was let through did not pass after all: not in, or not out."
    ),
    "who": Entry("who", "Say who is inside, or who was."),
    "log": Entry("", "The journal: export it, verify it, look at its end."),
    "log export": Entry("journal", "Export the journal with a signed manifest beside it."),
    "log verify": Entry("journal", "Verify a journal, or an export of it."),
    "log tail": Entry("journal_tail", "Show the last records: when, what and where, to whom, by whom."),
    "read": Entry("reading", "Read the QR codes in pictures, whatever they say."),
    "demo": Entry("demo", "Show the whole story on sample data."),
}
"""By the words that are typed, in the order of the help; a group has no module of its own."""
