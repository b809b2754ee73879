"""`python -m parvis` is the `parvis` command."""

from parvis.config.command import main

# Where processes are spawned rather than forked, each web process imports this file again.
if __name__ == "__main__":
    main()
