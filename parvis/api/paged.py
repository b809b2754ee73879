"""A page of rows that are listed by number, newest first, and the cursor of the next one."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from parvis.kit.paging import read_cursor, write_cursor

PAGE = 50
Row = TypeVar("Row", bound=Model)


def page_of(rows: QuerySet[Row], after: str) -> tuple[list[Row], str | None]:
    """Fifty rows after the cursor, the last made first, and the next cursor or None. Raises Refusal 422 for a bad cursor."""
    ordered = rows.order_by("-pk")
    found: list[Any] = list((ordered.filter(pk__lt=read_cursor(after)[1]) if after else ordered)[: PAGE + 1])
    return found[:PAGE], write_cursor((None, found[PAGE - 1].pk)) if len(found) > PAGE else None
