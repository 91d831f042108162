"""The table of commands: which module holds each word, and the line of help that lists it.

1. A command's module is loaded when the command is run or explained, never to list it: the libraries of a
   print or a camera take longer to load than most commands take to run.
2. A test compares the table with the whole tree of commands.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listing:
    """A command's module and help.

    Attributes:
        module: the module of `kiosk.cli` that adds it; "" for a group of commands.
        help: the first line of its help.
    """

    module: str
    help: str


COMMANDS: Mapping[str, Listing] = {
    "init": Listing("setup", "Make a station: config.toml, data folder, database, keys."),
    "event": Listing("", "The event document: sites, days, zones, gates, policies."),
    "event load": Listing("setup", "Put a new version of the event in force; people's rights follow it."),
    "event diff": Listing("setup", "Say what loading a file would change, and whom it affects."),
    "event dump": Listing("setup", "Write the event in force as JSON, in UTF-8."),
    "keys": Listing("", "The keys: without them no badge can be sealed or checked."),
    "keys backup": Listing("keys", "Write all keys under a passphrase: a file, and a sheet."),
    "keys restore": Listing("keys", "Put the keys of a backup into this station's folder."),
    "keys new-epoch": Listing("keys", "Seal new badges with a new secret; badges made before stay good."),
    "keys close-epoch": Listing("keys", "Declare a secret stolen: no badge that it sealed opens any more."),
    "keys fingerprint": Listing("keys", "Write this station's fingerprint, as it is on paper."),
    "doctor": Listing("setup", "Say what is wrong with this station, and what to do."),
    "station": Listing("", "The whole station: back it up, restore or move it."),
    "station backup": Listing("station", "Write everything that this station has to one file."),
    "station restore": Listing("station", "Restore a station from a backup, in an empty folder."),
    "station move": Listing(
        "station", "Move a station on purpose: before its folder is carried away, or after."
    ),
    "import": Listing(
        "lists", "Import a list of people; importing it again updates them. Exit 1 if a row was refused."
    ),
    "changes": Listing("", "Changes of the list that could not be applied."),
    "changes list": Listing("changes", "List changes of the list that could not be applied, and why."),
    "changes apply": Listing("changes", "Apply a change that was set aside, once the reason is gone."),
    "changes drop": Listing("changes", "Drop a change that was set aside: it will never be applied."),
    "people": Listing("", "The people on the list."),
    "people find": Listing("people", "Find people by name, id or badge number, the most likely first."),
    "people show": Listing("person", "Show everything about one person."),
    "people approve": Listing("person", "Approve a pending accreditation."),
    "people waiting": Listing("people", "List people who wait for approval, or are suspended or blocked."),
    "people suspend": Listing("person", "Close all doors to a person, until reinstated."),
    "people block": Listing("person", "Close all doors to a person, and alert security."),
    "people reinstate": Listing("person", "Lift a suspension or a block."),
    "people erase": Listing("person", "Erase a person's data from every file of this station, for good."),
    "badges": Listing("", "Print badges, and record what becomes of them."),
    "badges replace": Listing("badges", "Issue a new badge for a lost one, which stops working at once."),
    "badges revoke": Listing("badges", "Cancel badges for good."),
    "badges handover": Listing("badges", "Record that badges were given to their holders."),
    "badges requeue": Listing("badges", "Have spoilt badges printed again, under the same number."),
    "badges settle": Listing("badges", "Settle unsure badges: say whether they were printed."),
    "badges preview": Listing("badges", "Draw a sample badge as a PNG."),
    "badges templates": Listing("badges", "List the templates and the sheets, with their sizes."),
    "badges print": Listing("prints", "Print the badges that are not printed yet."),
    "badges resume": Listing("prints", "Resume a print that jammed."),
    "badges prints": Listing("prints", "List the newest prints, and what became of their badges."),
    "badges covers": Listing("prints", "Make the lists that delegations sign for their badges."),
    "badges outdated": Listing("outdated", "List badges whose paper is out of date, and what to do."),
    "badges pulled": Listing("outdated", "Record that out-of-date paper was destroyed."),
    "badges printers": Listing("printers", "List this computer's printers, and their calibration."),
    "badges calibrate": Listing("printers", "Print a ruler page, or enter what was measured on it."),
    "badges spares": Listing("spares", "Print spare badges ahead, for when no printer works."),
    "badges link": Listing("spares", "Link a spare badge to a person, by one scan of its code."),
    "badges void": Listing("spares", "Declare spare badges lost or destroyed: never to be linked."),
    "accounts": Listing("", "The accounts: who may log in to the pages."),
    "accounts list": Listing("accounts", "List the accounts, with their roles."),
    "accounts add": Listing("accounts", "Make an account, and show the code that it begins with."),
    "accounts import": Listing("accounts", "Make the accounts of a sheet, all or none, and their cards."),
    "accounts roles": Listing("accounts", "Give an account other roles."),
    "accounts stop": Listing("accounts", "Stop an account: its owner is logged out everywhere."),
    "accounts resume": Listing("accounts", "Let a stopped account be used again."),
    "accounts reset": Listing(
        "accounts", "Make a setup code: for a first account, or for one whose password is lost."
    ),
    "gate": Listing("gate", "Work at a gate: read badges, decide, record, show."),
    "gate-card": Listing(
        "gate_card", "Print a page to hang beside a gate: what each colour means, and what to do."
    ),
    "serve": Listing("serve", "Serve this station: its gates, and the pages that a browser shows."),
    "pages": Listing("pages", "Show this station's pages; `kiosk serve` starts this by itself."),
    "desktop": Listing("", "This computer's desktop: an icon for the station, and its start."),
    "desktop install": Listing(
        "desktop", "Put an icon among the programs, and start this station with the computer."
    ),
    "check": Listing("check", "Say what a gate would decide about a code."),
    "turn-back": Listing(
        "check", "Record that a person who was let through did not pass after all: not in, or not out."
    ),
    "who": Listing("who", "Say who is inside, or who was."),
    "log": Listing("", "The journal: export it, verify it, look at its end."),
    "log export": Listing("journal", "Export the journal with a signed manifest beside it."),
    "log verify": Listing("journal", "Verify a journal, or an export of it."),
    "log tail": Listing("journal_tail", "Show the last records: when, what and where, to whom, by whom."),
    "read": Listing("reading", "Read the QR codes in pictures, whatever they say."),
    "demo": Listing("demo", "Show the whole story on sample data."),
}
"""By the words typed, in the order of the help; a group has no module of its own."""
