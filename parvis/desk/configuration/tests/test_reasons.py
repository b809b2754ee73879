"""The page of the texts kept for decisions, and their use in a refusal."""

from parvis.moderation.acts import claim_case, open_case_by_hand
from parvis.moderation.models import CannedReason, Decision
from parvis.testing.cast import post


def address(house, more: str = "") -> str:
    return f"/desk/{house.daily.key}/reasons/{more}"


def test_a_text_is_kept_changed_and_taken_out(as_role, house):
    client = as_role("community_manager")
    assert client.post(address(house), {"name": "Insulte", "words_fr": "Sans insulte.", "rule_number": 2}).status_code == 302
    assert client.post(address(house), {"name": "Insulte", "words_fr": "Encore."}).status_code == 422
    assert client.post(f"{address(house)}?text=insulte", {"name": "Insultes", "words_fr": "Sans aucune."}).status_code == 302
    kept = CannedReason.objects.get()
    assert (kept.key, kept.name, kept.words_fr, kept.rule_number) == ("insulte", "Insultes", "Sans aucune.", None)
    assert "Sans aucune." in client.get(address(house)).content.decode()
    assert client.post(address(house, "drop/"), {"text": "insulte"}).status_code == 302
    assert not CannedReason.objects.exists()


def test_a_refusal_joins_the_text_in_the_authors_language(as_role, house):
    as_role("community_manager").post(address(house), {"name": "Insulte", "words_fr": "Sans insulte.", "words_en": "No insults."})
    moderator = house.accounts["moderator"].pk
    case = open_case_by_hand(subject=f"post:{post(house).pk}", account_id=moderator)
    claim_case(case_id=case.pk, account_id=moderator)
    client = as_role("moderator")
    assert 'value="insulte"' in client.get(f"/desk/queue/{case.pk}/refuse/").content.decode()
    assert "Sans insulte." in client.get(f"/desk/queue/{case.pk}/preview/?rule=1&canned=insulte").content.decode()
    judged = {"verdict": "refuse", "rule": 1, "canned": "insulte", "reason": "Deux fois.", "version": case.version}
    assert client.post(f"/desk/queue/{case.pk}/judge/", judged).status_code == 302
    assert Decision.objects.get().reason == "Sans insulte.\n\nDeux fois."
