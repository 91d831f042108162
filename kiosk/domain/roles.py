"""Who may do what: roles, and the table of the acts that each of them may perform.

1. Nothing else decides who may perform an act; what a badge opens is decided in `decision`.
2. An account holds a set of roles and may do what any of them may.
3. Where an act is about a category, its `approval` names who vouches for such people.
4. An act that is refused says which roles may do it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.errors import KioskError
from kiosk.domain.event import Approval, Category


class Role(StrEnum):
    """What an operator is there to do; wire names are added, never changed."""

    DESK = "desk"
    GATE = "gate"
    SUPERVISOR = "supervisor"
    SECURITY = "security"
    ADMIN = "admin"


ALL_ROLES = frozenset(Role)
"""What the command line holds, and the first account of a station."""


class Action(StrEnum):
    """What can be done with a station; wire names are added, never changed."""

    FIND = "find"
    REGISTER = "register"
    IMPORT = "import"
    UNDO_IMPORT = "undo_import"
    APPROVE = "approve"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    BLOCK = "block"
    UNBLOCK = "unblock"
    ERASE = "erase"
    PRINT = "print"
    HAND_OVER = "hand_over"
    REPLACE = "replace"
    REVOKE = "revoke"
    SCAN = "scan"
    TURN_BACK = "turn_back"
    CONFIRM_CLOCK = "confirm_clock"
    OPEN_POST = "open_post"
    OVERRIDE = "override"
    PARDON = "pardon"
    COUNT_INSIDE = "count_inside"
    EVACUATE = "evacuate"
    READ_JOURNAL = "read_journal"
    EXPORT = "export"
    CHANGE_EVENT = "change_event"
    CHANGE_SETTINGS = "change_settings"
    KEEP_KEYS = "keep_keys"
    KEEP_ACCOUNTS = "keep_accounts"


_DESK = frozenset(
    {
        Action.FIND,
        Action.REGISTER,
        Action.IMPORT,
        Action.APPROVE,
        Action.PRINT,
        Action.HAND_OVER,
        Action.REPLACE,
        Action.REVOKE,
    }
)
_GATE = frozenset({Action.FIND, Action.SCAN, Action.TURN_BACK, Action.EVACUATE})
_SUPERVISOR = _GATE | {
    Action.UNDO_IMPORT,
    Action.SUSPEND,
    Action.REVOKE,
    Action.CONFIRM_CLOCK,
    Action.OPEN_POST,
    Action.OVERRIDE,
    Action.PARDON,
    Action.COUNT_INSIDE,
    Action.READ_JOURNAL,
}
_SECURITY = _SUPERVISOR | {
    Action.IMPORT,
    Action.APPROVE,
    Action.REINSTATE,
    Action.BLOCK,
    Action.UNBLOCK,
    Action.ERASE,
    Action.EXPORT,
}
_ADMIN = frozenset({Action.CHANGE_EVENT, Action.CHANGE_SETTINGS, Action.KEEP_KEYS, Action.KEEP_ACCOUNTS})

PERMISSIONS: Mapping[Role, frozenset[Action]] = {
    Role.DESK: _DESK,
    Role.GATE: _GATE,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.SECURITY: _SECURITY,
    Role.ADMIN: _ADMIN,
}
"""What each role may do."""

_APPROVERS: Mapping[Approval, frozenset[Role]] = {
    Approval.AUTO: frozenset({Role.DESK, Role.SECURITY}),
    Approval.DESK: frozenset({Role.DESK, Role.SECURITY}),
    Approval.SECURITY: frozenset({Role.SECURITY}),
}
_VOUCHED = frozenset({Action.APPROVE, Action.REINSTATE})
"""Acts that let in a person who was kept out: only those who approve the category may perform them."""


def may(roles: frozenset[Role], action: Action, category: Category | None = None) -> bool:
    """Say whether an operator with these roles may perform an action, on people of a category if given."""
    return not roles.isdisjoint(who_may(action, None if category is None else category.approval))


def who_may(action: Action, approval: Approval | None = None) -> frozenset[Role]:
    """Return the roles that may perform an action, on people whose category requires this approval."""
    if approval is not None and action in _VOUCHED:
        return _ABLE[action] & _APPROVERS[approval]
    return _ABLE[action]


_ABLE: Mapping[Action, frozenset[Role]] = {
    action: frozenset(role for role, allowed in PERMISSIONS.items() if action in allowed) for action in Action
}


class NotAllowedError(KioskError):
    """An act that none of the actor's roles may do; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts on a station.

    Attributes:
        account: the id of an account, or `cli:<os user>`; what the journal records, never a person's name.
        roles: what the account is there for; nobody without a role may do anything.
    """

    account: str
    roles: frozenset[Role]

    def may(self, action: Action, approval: Approval | None = None) -> bool:
        """Say whether this actor may do something."""
        return not self.roles.isdisjoint(who_may(action, approval))

    def needs(self, action: Action, approval: Approval | None = None) -> None:
        """Refuse what this actor may not do.

        Args:
            action: what is about to be done.
            approval: what the category of the person asks for, where the act is about one.

        Raises:
            NotAllowedError: it names the roles that may.
        """
        if not self.may(action, approval):
            able = who_may(action, approval)
            raise NotAllowedError(
                "{account} may not {action}",
                "this needs one of the roles: {roles}",
                account=self.account,
                action=action.replace("_", " "),
                roles=", ".join(role for role in Role if role in able),
            )
