"""Finding a title by its key, asked at every request of the embed."""

from parvis.kit.remembered import remembered
from parvis.publishers.models import Title
from parvis.publishers.rights import nothing_here


def title_keyed(key: str) -> Title:
    """The title of that key with its group, remembered for two seconds. Raises Refusal 404."""
    title = remembered("title", key, lambda: Title.objects.select_related("group").filter(key=key).first())
    if title is None:
        raise nothing_here()
    return title
