from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.config.event_file import load_config
from kiosk.config.shipped import SAMPLE
from kiosk.domain.event import Approval
from kiosk.domain.roles import ALL_ROLES, PERMISSIONS, Action, Actor, NotAllowedError, Role, may, who_may

PRESS = next(one for one in load_config(SAMPLE).event.categories if one.approval is Approval.SECURITY)
sets_of_roles = st.frozensets(st.sampled_from(Role))
categories = st.sampled_from([None, *(replace(PRESS, approval=approval) for approval in Approval)])


def test_all_roles_together_may_do_everything():
    assert all(may(ALL_ROLES, action, category) for action in Action for category in (None, PRESS))


def test_nobody_without_a_role_may_do_anything():
    assert not any(may(frozenset(), action) for action in Action)


@given(sets_of_roles, sets_of_roles, st.sampled_from(Action), categories)
def test_another_role_never_takes_a_right_away(some, more, action, category):
    assert may(some | more, action, category) >= may(some, action, category)


@pytest.mark.parametrize(
    ("role", "approval", "is_allowed"),
    [
        (Role.DESK, Approval.AUTO, True),
        (Role.DESK, Approval.DESK, True),
        (Role.DESK, Approval.SECURITY, False),
        (Role.SECURITY, Approval.SECURITY, True),
        (Role.SECURITY, Approval.DESK, True),
        (Role.SUPERVISOR, Approval.DESK, False),
        (Role.GATE, Approval.AUTO, False),
        (Role.ADMIN, Approval.AUTO, False),
    ],
)
def test_who_approves_is_what_the_category_says(role, approval, is_allowed):
    assert may(frozenset({role}), Action.APPROVE, replace(PRESS, approval=approval)) is is_allowed


@pytest.mark.parametrize("action", [Action.BLOCK, Action.UNBLOCK, Action.ERASE, Action.EXPORT])
def test_security_alone_blocks_lifts_blocks_erases_and_exports(action):
    assert {role for role in Role if may(frozenset({role}), action)} == {Role.SECURITY}


@pytest.mark.parametrize("action", [Action.OVERRIDE, Action.PARDON, Action.CONFIRM_CLOCK])
def test_gate_staff_cannot_overrule_the_machine(action):
    assert {role for role in Role if may(frozenset({role}), action)} == {Role.SUPERVISOR, Role.SECURITY}


def test_an_administrator_sets_up_and_touches_no_person():
    people = {
        Action.FIND,
        Action.REGISTER,
        Action.APPROVE,
        Action.BLOCK,
        Action.ERASE,
        Action.SCAN,
        Action.EXPORT,
    }
    assert not PERMISSIONS[Role.ADMIN] & people


def test_every_action_is_somebody_s():
    assert set().union(*PERMISSIONS.values()) == set(Action)


@given(st.sampled_from(Action), st.sampled_from(Approval))
def test_who_may_act_where_security_vouches_may_act_everywhere(action, approval):
    assert who_may(action, Approval.SECURITY) <= who_may(action, approval)


@given(sets_of_roles, st.sampled_from(Action), st.sampled_from([None, *Approval]))
def test_an_actor_is_refused_exactly_what_none_of_the_roles_may(roles, action, approval):
    actor = Actor("cli:awa", roles)
    if actor.may(action, approval):
        actor.needs(action, approval)
        return
    with pytest.raises(NotAllowedError) as refused:
        actor.needs(action, approval)
    assert refused.value.values["roles"] == ", ".join(
        role for role in Role if role in who_may(action, approval)
    )
    assert not roles & who_may(action, approval)
