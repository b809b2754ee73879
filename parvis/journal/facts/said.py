"""What every fact carries."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class FactSaid:
    """What every fact carries; `data` fields are those of its own class."""

    SENTENCE: ClassVar[str] = ""
    group_id: int | None = None
    title_id: int | None = None
    account_id: int | None = None
    member_id: int | None = None
