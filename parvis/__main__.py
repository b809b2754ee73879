"""`python -m parvis` is the `parvis` command."""

from parvis.config.command import main

main()
