"""Two houses never share a port; one that was killed finds its own again."""

import socket
import subprocess
import sys
import threading

from parvis.config.ports import free_port

ASKING = "import sys; from parvis.config.ports import free_port; print(free_port('127.0.0.1', int(sys.argv[1])))"


def test_a_port_given_to_a_house_not_yet_listening_is_given_to_no_other():
    ours = free_port("127.0.0.1", 18_620)
    theirs = subprocess.run([sys.executable, "-c", ASKING, str(ours)], capture_output=True, text=True, check=True)
    assert int(theirs.stdout) > ours


def test_the_port_of_a_house_that_is_still_dying_is_waited_for():
    with socket.socket() as dying:
        dying.bind(("127.0.0.1", 0))
        dying.listen()
        port = dying.getsockname()[1]
        leaving = threading.Timer(0.2, dying.close)
        leaving.start()
        assert free_port("127.0.0.1", port, patience=5.0) == port
        leaving.join()
