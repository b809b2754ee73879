"""What a person asked is not possible, and they deserve the reason."""

from typing import Any


class Refusal(Exception):
    """A request that cannot be granted; turned into JSON, a notice or a page in one place.

    Takes a stable `code` (snake_case), an HTTP `status`, a `message` in the reader's language
    and optional plain `fields` (name to message, or data the client may use).
    """

    def __init__(self, code: str, status: int, message: str, **fields: Any) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.message = str(message)
        self.fields = fields

    def as_json(self) -> dict[str, Any]:
        """The one error shape of the house."""
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.fields:
            error["fields"] = self.fields
        return {"ok": False, "error": error}


class ServiceDown(Exception):
    """An outside service failed; `permanent` says whether trying again is useless."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent
