"""What moderation can judge, and who knows how: kind to the dotted name of its Subject."""

SUBJECTS: dict[str, str] = {
    "profile": "parvis.conversations.subjects.ProfileSubject",
    "post": "parvis.conversations.subjects.PostSubject",
}
