"""What search engines are told of a member's page and of a space (schema.org), safe to stand in a page."""

from typing import Any

from parvis.conversations.pages import moment
from parvis.conversations.structured import in_script
from parvis.site.profiles import MemberPage


def profile_data(page: MemberPage, address: str) -> str:
    """A ProfilePage, escaped for a script element.

    Required: `mainEntity` with its `name`; recommended: description, dates, what the person did
    (developers.google.com/search, Profile page).
    """
    profile, member = page.profile, page.member
    person: dict[str, Any] = {
        "@type": "Person",
        "@id": f"{address}#member",
        "name": member.pseudonym,
        "identifier": str(member.pk),
        "url": address,
        "agentInteractionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/WriteAction",
            "userInteractionCount": member.published_posts,
        },
    }
    if profile and profile.is_visible and profile.text:
        person["description"] = profile.text
    data = {"@context": "https://schema.org", "@type": "ProfilePage", "url": address, "mainEntity": person}
    data |= {"dateCreated": moment(member.joined_at)} | ({"dateModified": moment(profile.changed_at)} if profile else {})
    return in_script(data)
