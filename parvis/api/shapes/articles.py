"""Articles, sections and sites."""

from datetime import datetime
from typing import Annotated

from ninja import Field, Schema

from parvis.api.shapes.shared import Text


class ArticleIn(Schema):
    """An article as the publisher's system knows it; what is empty erases nothing."""

    address: Annotated[str, Field(min_length=1, max_length=2000, examples=["https://www.courrier.example/pont"])]
    headline: Annotated[Text, Field(max_length=300, examples=["Le pont rouvre samedi"])] = ""
    summary: Annotated[Text, Field(max_length=5000)] = ""
    image: Annotated[Text, Field(max_length=1000)] = ""
    authors: Annotated[list[Annotated[Text, Field(max_length=120)]], Field(max_length=20)] = []
    section: Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9-]*$", examples=["transports"])] = ""
    published_at: datetime | None = None
    reference: Annotated[Text, Field(max_length=200, description="Its number in your system.")] = ""


class ArticleOut(Schema):
    """An article; `thread` is null until somebody writes."""

    id: int
    address: str
    headline: str
    section: str
    reference: str
    published_at: datetime | None
    thread: int | None
    count: int


class Articles(Schema):
    """A page of articles, newest first, and the cursor of the next one."""

    articles: list[ArticleOut]
    next: str | None


class Section(Schema):
    """A section."""

    key: str
    name: str


class Sections(Schema):
    """The sections of a title, by name."""

    sections: list[Section]


class SectionIn(Schema):
    """What a section is called."""

    name: Annotated[Text, Field(min_length=1, max_length=120)]


class SiteIn(Schema):
    """A site with its first origins."""

    name: Annotated[Text, Field(min_length=1, max_length=120)]
    origins: Annotated[list[Annotated[Text, Field(max_length=200)]], Field(max_length=20)] = []


class OriginIn(Schema):
    """An origin: scheme and host."""

    origin: Annotated[Text, Field(min_length=1, max_length=200, examples=["https://www.courrier.example"])]


class Site(Schema):
    """A web site of the title, and the origins its articles are believed from."""

    id: int
    name: str
    origins: list[str]


class Sites(Schema):
    """The sites of a title."""

    sites: list[Site]


class RuleOut(Schema):
    """A rule of the charter, in the language asked."""

    number: int
    name: str
    text: str
    ground: str
    legal_basis: str
    severity: int


class CharterOut(Schema):
    """The rules in force, in order."""

    rules: list[RuleOut]
