"""Two houses that start at the same instant never share a port."""

import subprocess
import sys

from parvis.config.ports import free_port

ASKING = "import sys; from parvis.config.ports import free_port; print(free_port('127.0.0.1', int(sys.argv[1])))"


def test_a_port_given_to_a_house_not_yet_listening_is_given_to_no_other():
    ours = free_port("127.0.0.1", 18_620)
    theirs = subprocess.run([sys.executable, "-c", ASKING, str(ours)], capture_output=True, text=True, check=True)
    assert int(theirs.stdout) > ours
