"""Every act of the house is within reach of a machine, or it is said why not."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from parvis.config.environment import ROOT
from parvis.machines.scopes import SCOPES

OPERATOR = "the operator of the machine does it, at the command line"
CLOCK = "done by the clock or on receipt, by nobody"
ONESELF = "a person's own choice, in their own session"
INSIDE = "a step of another act, which is within reach"
FIRMS = "a contract with an outside firm is entered and ended by a person"
PAGE = "a convenience of the desk's pages over acts that are within reach"
#: Acts that no operation reaches, and why.
OUT_OF_REACH = {
    "open_group": OPERATOR,
    "open_title": OPERATOR,
    "adopt_starter_charter": OPERATOR,
    "ask_second_factor": "whether staff need a second factor is not for a machine to loosen",
    "give_seat": "a seat is offered by mail and accepted: `invite`",
    "accept_invitation": ONESELF,
    "hand_over": "whoever leaves is looked at, by name, by a person at the desk",
    "make_api_key": "a key makes no key",
    "retire_api_key": "a key retires no key: the desk's page does",
    "retire_keys_without_seat": CLOCK,
    "disable_endpoint": CLOCK,
    "forget_old_sendings": CLOCK,
    "account_for_mail": INSIDE,
    "forget_unproved_accounts": CLOCK,
    "choose_pseudonym": ONESELF,
    "choose_language": ONESELF,
    "choose_way": ONESELF,
    "keep_mail": ONESELF,
    "stop_mail": ONESELF,
    "end_mailing": CLOCK,
    "forget_letters": CLOCK,
    "end_restrictions_over": CLOCK,
    "tie_account": ONESELF,
    "declare_identity_server": "a secret shared with an identity server is typed by a person",
    "retire_identity_server": "how staff come in is not for a machine to change",
    "trust_public_key": "whom to believe is decided by a person, who reads the key's fingerprint",
    "declare_issuer": "whom to believe is decided by a person, who sees what keys are published",
    "retire_issuer": "whom to believe is decided by a person",
    "define_badge": "the words of badges are the group's, in both languages, previewed at the desk",
    "retire_badge": "the words of badges are the group's",
    "set_logo": "a picture is chosen by eye",
    "release_others": PAGE,
    "draft_batch": PAGE,
    "step_batch": PAGE,
    "undo_batch": PAGE,
    "save_view": PAGE,
    "drop_view": PAGE,
    "change_member_note": "one changes one's own note, at the desk",
    "drop_member_note": "one takes out one's own note, at the desk",
    "follow": ONESELF,
    "mute_member": ONESELF,
    "change_profile": ONESELF,
    "react": ONESELF,
    "take_reaction_back": ONESELF,
    "open_threads_on_time": CLOCK,
    "thread_under": INSIDE,
    "feeds_to_ask": CLOCK,
    "note_answer": CLOCK,
    "note_failure": CLOCK,
    "leave_address": INSIDE,
    "fold_article": INSIDE,
    "unfold_article": INSIDE,
    "undo_arrangement": "undone within ten minutes where it was done, at the desk",
    "end_summons": "taken back where it was asked, at the desk",
    "drop_pictures": INSIDE,
    "forget_pictures": CLOCK,
    "ask_export": ONESELF,
    "ask_erasure": ONESELF,
    "cancel_erasure": ONESELF,
    "forget_empty_account": ONESELF,
    "forget_in_cases": INSIDE,
    "forget_evidence": CLOCK,
    "set_time_zone": OPERATOR,
    "open_firm": FIRMS,
    "change_firm": FIRMS,
    "close_firm": FIRMS,
    "invite_to_firm": FIRMS,
    "seat_in_firm": FIRMS,
    "leave_firm": FIRMS,
    "merge_articles": "two discussions become one: shown before it is done, at the desk",
    "part_articles": "undone where it was done, at the desk",
    "part_threads": "undone where it was done, at the desk",
}


def acts() -> Iterator[str]:
    """The verbs anyone may call: public functions of acts modules that open their own transaction."""
    for path in sorted((ROOT / "parvis").rglob("*.py")):
        parts = path.relative_to(ROOT / "parvis").parts
        if "tests" in parts or parts[0] == "api" or not ("acts" in parts or path.stem == "acts"):
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and "atomic" in _worn(node):
                yield node.name


def _worn(node: ast.FunctionDef) -> str:
    return " ".join(ast.unparse(one) for one in node.decorator_list)


def called() -> set[str]:
    """The names the API's own modules call."""
    found: set[str] = set()
    for path in Path(ROOT / "parvis" / "api").glob("*.py"):
        found |= {node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)}
    return found


@pytest.mark.parametrize("act", sorted(set(acts())))
def test_an_act_is_within_reach_of_a_machine_or_it_is_said_why_not(act):
    assert (act in called()) != (act in OUT_OF_REACH), f"give `{act}` an operation, or say here why it has none"


def test_no_reason_is_given_for_an_act_that_is_gone():
    assert OUT_OF_REACH.keys() - set(acts()) == set()


def test_every_scope_opens_something():
    text = "\n".join(path.read_text("utf-8") for path in Path(ROOT / "parvis" / "api").glob("*.py"))
    assert [scope for scope in SCOPES if f'KeyDoor("{scope}")' not in text] == []
