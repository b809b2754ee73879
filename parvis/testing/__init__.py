"""Tests of the house itself, and the cast that other tests build through acts."""
