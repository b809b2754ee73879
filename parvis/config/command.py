"""The `parvis` command: each file of commands/ is one of its words."""

import os
from importlib import import_module
from pathlib import Path

import click

from parvis import __version__
from parvis.config.environment import BadSetting

FOLDER = Path(__file__).parent / "commands"


class Words(click.Group):
    """Loads a command's file only when it is used, or listed by --help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The public files of commands/, by name."""
        return sorted(path.stem.rstrip("_") for path in FOLDER.glob("[a-z]*.py"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The `command` of commands/<name>.py (`<name>_.py` when the name is a word of Python, like import)."""
        for stem in (cmd_name, f"{cmd_name}_"):
            if (FOLDER / f"{stem}.py").exists():
                command: click.Command = import_module(f"parvis.config.commands.{stem}").command
                return command
        return None


@click.group(cls=Words, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def group() -> None:
    """The working desk of the press community manager.

    Settings are variables of the environment: see docs/settings.md. `parvis doctor` says what is wrong and what to do.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.config.settings")


def main() -> None:
    """Runs the command line; a setting that cannot be read is said in one line."""
    try:
        group(prog_name="parvis")
    except BadSetting as problem:
        raise SystemExit(f"parvis: {problem}") from None
