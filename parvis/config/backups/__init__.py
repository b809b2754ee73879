"""Whole installations kept in one file and brought back: `parvis backup`, `parvis restore`.

A backup is a tar file: `database.dump` (pg_dump's own form), `secret` (what opens the sealed keys), `media/` (readers'
pictures), then `manifest.json`, which says how many rows each table has and their hash, so that what is brought back is
compared with what was kept.
"""
