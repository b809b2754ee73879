"""Parvis: the working desk of the press community manager."""

__version__ = "0.1.0"
