"""The terms of records and lists as people read them: states, statuses, outcomes, reasons.

The wire and the database have names of their own, which only grow; `term` gives the words for one.
"""

from kiosk.service.words.translation import text

TERMS = frozenset(
    {
        # states of a badge
        text("issued"),
        text("rendered"),
        text("printed"),
        text("unsure"),
        text("failed"),
        text("handed over"),
        text("superseded"),
        text("revoked"),
        # an accreditation's status
        text("pending"),
        text("active"),
        text("suspended"),
        text("blocked"),
        # decisions, their reasons, notices and alerts
        text("granted"),
        text("denied"),
        text("ambiguous"),
        text("invalid"),
        text("forged"),
        text("unknown"),
        text("unsynced"),
        text("not approved"),
        text("not issued"),
        text("invalid time"),
        text("wrong site"),
        text("wrong zone"),
        text("closed"),
        text("escort required"),
        text("passback"),
        text("capacity"),
        text("clock suspect"),
        text("list stale"),
        text("escorted"),
        text("unattributed"),
        text("nearly full"),
        text("compromised key"),
        text("watched"),
        text("not the holder"),
        # the two ways through a gate
        text("in"),
        text("out"),
        # kinds of records
        text("life"),
        text("scan"),
        text("turned back"),
        text("party"),
        text("presence closed"),
        text("set aside"),
        text("settled"),
        text("override"),
        text("pardon"),
        text("issue"),
        text("print"),
        text("handover"),
        text("status"),
        text("merge"),
        text("import"),
        text("export"),
        text("erase"),
        text("login"),
        text("account"),
        text("policy"),
        text("clock"),
        text("fault"),
        text("test"),
        text("evacuation"),
        text("alarm"),
        # what was done to an account, and at logging in
        text("made"),
        text("reset"),
        text("chosen"),
        text("logout"),
        text("unlock"),
        text("roles"),
        text("resumed"),
        text("badge"),
        # what a badge shows that its paper does not
        text("name"),
        text("native name"),
        text("country"),
        text("category"),
        text("event"),
        text("photo"),
        text("demo mark"),
        text("escort mark"),
        text("replacement mark"),
        text("template"),
        text("code"),
        text("zones"),
        text("days"),
        text("number"),
        text("organisation"),
        text("position"),
        # findings, remedies, printers and their jobs
        text("ok"),
        text("warn"),
        text("error"),
        text("print again"),
        text("replace"),
        text("destroy"),
        text("idle"),
        text("printing"),
        text("stopped"),
        text("done"),
        text("refused"),
        text("cancelled"),
        text("gone"),
    }
)
"""Every term, in English."""


def term(name: str) -> str:
    """Return a name of the wire, like `handed_over`, as an English text to be said: `handed over`."""
    return name.replace("_", " ")
