"""The pages of the lists."""

from django.core.files.uploadedfile import SimpleUploadedFile

from parvis.moderation.acts import set_words
from parvis.moderation.listed import entries_of


def address(house, name: str = "banned-words") -> str:
    return f"/desk/{house.daily.key}/words/?list={name}"


def test_thousands_of_lines_are_pasted_and_counted(as_role, house):
    client = as_role("community_manager")
    lines = "\n".join(f"gros mot {number}" for number in range(3000))
    assert client.post(address(house), {"entries": f"{lines}\n\n  gros   mot 7 ", "verb": "save"}).status_code == 302
    assert len(entries_of("banned-words", group=house.group, title=house.daily)) == 3000
    page = client.get(address(house)).content.decode()
    assert "La liste compte 3000 entrées. 3000 en plus, 0 en moins." in page
    assert '<span class="count">3000</span>' in page


def test_a_text_is_judged_by_the_list_as_it_is_edited_and_nothing_is_written(as_role, house):
    set_words(group=house.group, title=None, kind="watched", patterns=["mouton*"], account_id=None)
    said = {"entries": "andouille", "sample": "Espèce d’andouille, et <b>bande de moutons</b> avec ça !", "verb": "try"}
    response = as_role("community_manager").post(address(house), said, headers={"HX-Request": "true"})
    fragment = response.content.decode()
    assert "<html" not in fragment
    assert ">andouille</mark>" in fragment
    assert ">moutons</mark>" in fragment
    assert "Mots interdits\u202f: «\u202fandouille\u202f»." in fragment
    assert "Rendu à son auteur" in fragment
    assert "<b>" not in fragment
    assert entries_of("banned-words", group=house.group, title=house.daily) == []


def test_without_a_script_the_trial_is_the_whole_page_with_what_was_being_edited(as_role, house):
    said = {"entries": "andouille", "sample": "Rien à redire à cette chronique.", "verb": "try"}
    page = as_role("community_manager").post(address(house), said).content.decode()
    assert "andouille</textarea>" in page
    assert "Rien n’y arrête l’œil." in page


def test_an_entry_too_long_is_told_beside_the_list(as_role, house):
    response = as_role("community_manager").post(address(house), {"entries": "a" * 101, "verb": "save"})
    assert response.status_code == 422
    assert response.context["form"].errors["entries"]


def test_a_list_goes_to_a_file_and_comes_back(as_role, house):
    client = as_role("community_manager")
    client.post(address(house, "banned-domains"), {"entries": "WWW.Arnaque.example\nspam.example", "verb": "save"})
    response = client.get(f"/desk/{house.daily.key}/words/file/?list=banned-domains")
    assert response.content.decode() == "arnaque.example\nspam.example\n"
    assert "attachment" in response["Content-Disposition"]
    file = SimpleUploadedFile("liste.txt", "\ufefftroisième.example\n".encode())
    client.post(address(house, "banned-domains"), {"entries": "spam.example", "file": file, "verb": "save"})
    assert entries_of("banned-domains", group=house.group, title=house.daily) == ["spam.example", "troisième.example"]


def test_a_file_that_is_not_text_is_told_beside_its_field(as_role, house):
    file = SimpleUploadedFile("liste.bin", b"\xff\xfe\x00")
    response = as_role("community_manager").post(address(house), {"entries": "", "file": file, "verb": "save"})
    assert response.status_code == 422
    assert "Ce fichier n’est pas du texte en UTF-8." in response.content.decode()


def test_a_search_looks_in_every_list_of_the_title_and_the_group(as_role, house):
    set_words(group=house.group, title=None, kind="banned", patterns=["canaille"], account_id=None)
    set_words(group=house.group, title=house.daily, kind="watched", patterns=["fine canaille"], account_id=None)
    set_words(group=house.group, title=house.weekly, kind="banned", patterns=["racaille et canaille"], account_id=None)
    found = as_role("community_manager").get(f"{address(house)}&q=canaille").context["found"]
    assert [(one["text"], one["is_of_group"]) for one in found] == [("canaille", True), ("fine canaille", False)]


def test_the_group_has_lists_of_its_own(as_role, house):
    whole = f"/desk/group/{house.group.key}/words/?list=watched-words"
    assert as_role("group_manager").post(whole, {"entries": "complot", "verb": "save"}).status_code == 302
    assert entries_of("watched-words", group=house.group, title=None) == ["complot"]
    tried = as_role("group_manager").post(whole, {"entries": "complot", "sample": "Un complot !", "verb": "try"})
    assert tried.context["trial"]["outcome"] == "flag"


def test_a_list_that_does_not_exist_is_not_found(as_role, house):
    assert as_role("community_manager").get(address(house, "nimporte")).status_code == 404
