"""Compiling the rooms' translations, without gettext's tools: `python -m parvis.config.translations`."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.reloader import translation_file_changed

from parvis.config.environment import ROOT


def catalogues() -> list[Path]:
    """Every .po file of the house."""
    return sorted((ROOT / "parvis").glob("**/locale/*/LC_MESSAGES/*.po"))


def compile_translations() -> int:
    """Compiles the .po files that are newer than their .mo, which this process reads again; gives how many."""
    stale = [path for path in catalogues() if _is_stale(path)]
    for path in stale:
        _compile(path)
        # Tests compile once Django is set up: a fresh clone would speak English until the second run.
        translation_file_changed(sender=None, file_path=path.with_suffix(".mo"))
    return len(stale)


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime <= path.stat().st_mtime


def _compile(path: Path) -> None:
    """Written aside then renamed: another process may be reading the old one."""
    with path.open("rb") as source:
        catalogue = read_po(source, locale=path.parent.parent.name)
    draft = path.with_suffix(f".mo.{os.getpid()}")
    with draft.open("wb") as target:
        write_mo(target, catalogue)
    draft.rename(path.with_suffix(".mo"))


if __name__ == "__main__":
    print(f"{compile_translations()} translations compiled, {len(catalogues())} in all")
