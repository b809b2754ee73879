"""The words of the `parvis` command, one file each."""
