"""`parvis doctor`: what is wrong, and what to do."""

import json
from dataclasses import asdict

import click
import django


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for a monitoring system.")
def command(as_json: bool) -> None:
    """Looks at the database, the worker, the clock, the disk, the settings, the mails and the files.

    One line each, with what to do when something is wrong; the exit code is then 1.
    """
    django.setup()
    from parvis.config.checkup import examine

    findings = examine()
    if as_json:
        click.echo(json.dumps({"ok": all(f.is_right for f in findings), "findings": [asdict(f) for f in findings]}, indent=2))
    else:
        for finding in findings:
            mark = click.style("✓", fg="green") if finding.is_right else click.style("✗", fg="red")
            click.echo(f"{mark} {finding.name:<11} {finding.words}")
            if not finding.is_right:
                click.echo(f"  {'':<11} → {finding.advice}")
    raise SystemExit(0 if all(f.is_right for f in findings) else 1)
