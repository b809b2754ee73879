"""What a member may ask of their own data: a copy, and to be forgotten; and the forgetting of those who left without a word.

Nouns: DataExport, Erasure, Reminder, SealedRecord. What each room holds of a member is listed in config/personal.py.
"""
