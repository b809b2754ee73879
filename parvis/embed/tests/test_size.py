"""The element stays small, whole and of one piece."""

import gzip
import re

import pytest

from parvis.embed.script import ENTRIES, HOME, modules_of, script

#: All a reader of both languages could ever load, in bytes as sent.
MOST = 15_000

_TOP_LEVEL = re.compile(r"^(?:export )?(?:async )?(?:const|let|class|function) (\w+)", re.M)


def test_the_whole_element_weighs_at_most_15_kilobytes_compressed() -> None:
    weights = {name: len(gzip.compress(script(name).encode(), 9, mtime=0)) for name in ENTRIES}
    assert sum(weights.values()) <= MOST, weights


def test_the_whole_element_weighs_at_most_15_kilobytes_in_brotli() -> None:
    brotli = pytest.importorskip("brotli", reason="brotli is not installed here")
    assert sum(len(brotli.compress(script(name).encode())) for name in ENTRIES) <= MOST


def test_every_module_travels_in_one_of_the_files_sent() -> None:
    sent = "\n".join(script(name) for name in ENTRIES)
    for module in HOME.glob("*.js"):
        names = _TOP_LEVEL.findall(module.read_text("utf-8"))
        assert names, module.name
        for name in names:
            assert re.search(rf"\b(?:const|let|class|function) {name}\b", sent), f"{name} of {module.name} is never sent"


@pytest.mark.parametrize("name", ENTRIES)
def test_joined_modules_never_give_one_name_to_two_things(name: str) -> None:
    names = [found for module in modules_of(name) for found in _TOP_LEVEL.findall(module)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", ENTRIES)
def test_nothing_is_left_to_import_and_no_comment_is_sent(name: str) -> None:
    sent = script(name)
    assert not re.search(r"^import ", sent, re.M)
    assert "/**" not in sent
    assert not re.search(r"^\s", sent, re.M)


def test_only_the_files_of_a_page_are_sent() -> None:
    with pytest.raises(KeyError):
        script("dom.js")


def test_html_enters_the_page_by_one_door() -> None:
    doors = [module.name for module in HOME.glob("*.js") if "innerHTML" in module.read_text("utf-8")]
    assert doors == ["dom.js"]
    every = "".join(module.read_text("utf-8") for module in HOME.glob("*.js"))
    assert every.count("innerHTML") == 1
    assert not re.search(r"insertAdjacentHTML|outerHTML|document\.write|DOMParser|srcdoc|createContextualFragment", every)


def test_no_cookie_and_no_session_is_kept_beyond_the_tab() -> None:
    every = "".join(module.read_text("utf-8") for module in HOME.glob("*.js"))
    assert "cookie" not in re.sub(r"/\*\*.*?\*/|//[^\n]*", "", every, flags=re.S)
    assert set(re.findall(r'kept\("localStorage", ([^,)]+)', every)) == {"this.slot"}
