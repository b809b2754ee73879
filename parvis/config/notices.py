"""What members are told, and who has the words: kind of notice to the dotted name of its wording."""

WORDS: dict[str, str] = {
    "decision": "parvis.conversations.told.decisions",
    "reply": "parvis.conversations.told.posts",
    "mention": "parvis.conversations.told.posts",
    "thread": "parvis.conversations.told.posts",
    "author": "parvis.conversations.told.posts",
    "section": "parvis.conversations.told.followed",
    "selected": "parvis.conversations.told.selected",
}
