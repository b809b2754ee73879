"""Rules of the charter, and texts kept for decisions."""

from typing import Annotated, Literal

from ninja import Field, Schema

from parvis.api.shapes.shared import Text


class RuleIn(Schema):
    """A rule, in French and in English; with a `number`, that one is written anew."""

    title_fr: Annotated[Text, Field(min_length=1, max_length=120)]
    text_fr: Annotated[Text, Field(min_length=1, max_length=5000)]
    title_en: Annotated[Text, Field(max_length=120)] = ""
    text_en: Annotated[Text, Field(max_length=5000)] = ""
    ground: Literal["law", "terms"] = "terms"
    legal_basis: Annotated[Text, Field(max_length=300)] = ""
    number: Annotated[int, Field(ge=1, le=1000)] | None = None


class ReasonIn(Schema):
    """A text for decisions, and the rule it mostly goes with."""

    name: Annotated[Text, Field(min_length=1, max_length=80)]
    words_fr: Annotated[Text, Field(min_length=1, max_length=2000)]
    words_en: Annotated[Text, Field(max_length=2000)] = ""
    rule_number: Annotated[int, Field(ge=1, le=1000)] | None = None
    key: Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9_-]*$")] = ""


class ReasonOut(Schema):
    """A text kept for decisions."""

    key: str
    name: str
    rule_number: int | None
    words_fr: str
    words_en: str
    of_group: bool


class Reasons(Schema):
    """The texts kept for decisions at a title."""

    reasons: list[ReasonOut]
