"""What moderation can judge, and who knows how: kind to the dotted name of its Subject."""

SUBJECTS: dict[str, str] = {
    "post": "parvis.conversations.subjects.PostSubject",
}
