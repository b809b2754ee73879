"""What people hold at a place, and who knows how to pass it on: kind to the dotted name of its Belonging."""

BELONGINGS: dict[str, str] = {
    "claims": "parvis.moderation.possessions.Claims",
    "snoozed": "parvis.moderation.possessions.Snoozed",
    "invitations": "parvis.publishers.possessions.Invitations",
    "feeds": "parvis.publishers.possessions.Feeds",
    "keys": "parvis.machines.possessions.Keys",
    "endpoints": "parvis.machines.possessions.Endpoints",
    "views": "parvis.desk.possessions.SavedViews",
    "spaces": "parvis.conversations.possessions.HostedSpaces",
}
