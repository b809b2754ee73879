"""What members are told, and who has the words: kind of notice to the dotted name of its wording."""

WORDS: dict[str, str] = {
    "decision": "parvis.moderation.letters.decision_letter",
}
