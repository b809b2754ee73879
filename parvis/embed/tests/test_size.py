"""The element stays small, whole and of one piece."""

import gzip
import re

import pytest

from parvis.embed.script import ENTRIES, HOME, READING, TAKING_PART, edition, modules_of, script

#: All that anyone who reads ever loads, in bytes as sent. The promise is 15 000: what is left is room to grow.
MOST_TO_READ = 13_000
#: What someone who takes part loads besides.
MOST_TO_TAKE_PART = 10_000

_TOP_LEVEL = re.compile(r"^(?:export )?(?:async )?(?:const|let|class|function) (\w+)", re.M)


def _weight(*names: str) -> int:
    return sum(len(gzip.compress(script(name).encode(), 9, mtime=0)) for name in names)


def test_reading_weighs_at_most_13_kilobytes_compressed() -> None:
    assert _weight(*READING) <= MOST_TO_READ


def test_taking_part_weighs_at_most_10_kilobytes_more() -> None:
    assert _weight(TAKING_PART) <= MOST_TO_TAKE_PART


def test_brotli_makes_it_smaller_still() -> None:
    brotli = pytest.importorskip("brotli", reason="brotli is not installed here")
    assert sum(len(brotli.compress(script(name).encode())) for name in READING) <= MOST_TO_READ


def test_taking_part_is_loaded_by_the_edition_and_carries_nothing_twice() -> None:
    reading, more = script(READING[1]), script(TAKING_PART)
    assert f'import("./{TAKING_PART}?v={edition()}")' in reading
    assert f'from "./{READING[1]}?v={edition()}";' in more.splitlines()[0]
    lent = re.findall(r"\w+", more.splitlines()[0].partition("{")[2].partition("}")[0])
    assert f"export {{ {', '.join(lent)} }};" in reading
    assert set(modules_of(TAKING_PART)).isdisjoint(modules_of(READING[1]))


def test_the_composer_is_not_among_what_is_read() -> None:
    assert not any("class Composer" in script(name) for name in READING)
    assert "class Composer" in script(TAKING_PART)


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
    assert re.findall(r"^import ", sent, re.M) == (["import "] if name == TAKING_PART else [])
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
    assert set(re.findall(r'kept\("localStorage", ([^,)]+)', every)) == {"this.slot", "slot", "this.pad.slot"}
