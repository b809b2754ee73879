"""compose.yaml speaks of what there is: our commands, our settings, our files."""

from dataclasses import fields

import yaml

from parvis.config.command import group
from parvis.config.environment import ROOT, Environment


def test_every_command_setting_and_file_that_compose_names_exists() -> None:
    told = yaml.safe_load((ROOT / "compose.yaml").read_text())
    ours = {name: part for name, part in told["services"].items() if part.get("image") == "parvis"}
    assert set(ours) == {"web", "worker", "prepare"}
    for part in ours.values():
        program, word = part["command"].split()
        assert program == "parvis"
        assert group.get_command(None, word) is not None  # type: ignore[arg-type]  # our group asks nothing of the context
        assert set(part["environment"]) <= {field.name for field in fields(Environment)}
    for part in told["services"].values():
        for volume in part.get("volumes", []):
            source = volume.split(":")[0]
            assert source in told["volumes"] or (ROOT / source).exists(), source
