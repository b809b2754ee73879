"""`make audit`: whether a published advisory concerns a package we pin. Says so when no advisory could be asked for."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from parvis.config.environment import ROOT

#: The advisories of one package are asked for in well under a second each; beyond this, they do not answer.
PATIENCE = 120.0


def audit() -> dict[str, Any] | None:
    """What pip-audit says of the pinned list: `{"dependencies": [{name, version, vulns | skip_reason}]}`; None when it cannot."""
    program = Path(sys.executable).parent / "pip-audit"
    told = ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "--timeout", "5", "--format", "json"]
    command = [str(program), *told, "--requirement", "requirements/main.txt"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE)
        return dict(json.loads(done.stdout))
    except (subprocess.TimeoutExpired, ValueError):
        return None


def sentences(said: dict[str, Any] | None) -> tuple[list[str], bool]:
    """What to print, and whether all is well: advisories that cannot be asked for are said, and are not a failure of ours."""
    asked = [one for one in (said or {}).get("dependencies", []) if "vulns" in one]
    if not asked:
        return ["the advisories do not answer from here: nothing was audited"], True
    concerned = [one for one in asked if one["vulns"]]
    lines = [f"{one['name']} {one['version']}: {', '.join(vuln['id'] for vuln in one['vulns'])}" for one in concerned]
    return [*lines, f"{len(asked)} packages audited, {len(concerned)} concerned"], not concerned


if __name__ == "__main__":
    lines, is_well = sentences(audit())
    for line in lines:
        click.echo(line)
    sys.exit(0 if is_well else 1)
