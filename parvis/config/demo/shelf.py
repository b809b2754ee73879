"""The demo's articles as the pages need them: what was written, and where and when it was published."""

from dataclasses import dataclass
from datetime import datetime

from parvis.config.demo.content import Story, TitlePlan, house_plan, stories
from parvis.config.demo.typography import french
from parvis.publishers.models import Article


@dataclass(frozen=True, slots=True)
class Shelved:
    """A story with the address its readers talk under, and its date."""

    story: Story
    address: str
    published_at: datetime

    @property
    def headline(self) -> str:
        """In French typography, as are the three next."""
        return french(self.story.headline)

    @property
    def summary(self) -> str:
        """What comes under the headline."""
        return french(self.story.summary)

    @property
    def paragraphs(self) -> list[str]:
        """The body."""
        return [french(paragraph) for paragraph in self.story.paragraphs]

    @property
    def note(self) -> str:
        """The correction published at the foot, if there was one."""
        return french(self.story.note)

    @property
    def byline(self) -> str:
        """Who wrote it."""
        return house_plan().person(self.story.byline).name

    @property
    def section(self) -> str:
        """The name of its section."""
        plan = title_plan(self.story.title)
        return next((one.name for one in plan.sections if one.key == self.story.section), "") if plan else ""


def title_plan(key: str) -> TitlePlan | None:
    """The title of that key, if the demo has one."""
    return next((plan for plan in house_plan().titles if plan.key == key), None)


def shelf_of(title_key: str) -> list[Shelved]:
    """The title's stories, the newest first; empty when the demo is not built. One query."""
    known = Article.objects.filter(title__key=title_key, title__group__key=house_plan().key, reference__startswith="demo-")
    rows = known.values_list("reference", "address", "published_at")
    places = {reference: (address, published_at) for reference, address, published_at in rows}
    shelved = (_shelved(story, places.get(f"demo-{story.slug}")) for story in stories() if story.title == title_key)
    return sorted((one for one in shelved if one), key=lambda one: one.published_at, reverse=True)


def _shelved(story: Story, place: tuple[str, datetime | None] | None) -> Shelved | None:
    address, published_at = place or ("", None)
    return Shelved(story, address, published_at) if published_at else None
