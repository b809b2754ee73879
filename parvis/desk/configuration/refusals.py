"""Saying a refusal beside the field it is about."""

from types import TracebackType

from django.forms import BaseForm

from parvis.kit.refusals import Refusal


class refusals_into:  # noqa: N801  # used as a phrase: `with refusals_into(form):`
    """Writes a Refusal of 409 or 422 raised inside beside its field (`field` when it names none); others stay loud.

    The form is then no longer valid: its page is shown again.
    """

    def __init__(self, form: BaseForm, field: str | None = None) -> None:
        self._form, self._field = form, field

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None) -> bool:
        if not isinstance(error, Refusal) or error.status not in (409, 422):
            return False
        named = str(error.fields.get("field") or self._field or "")
        self._form.add_error(named if named in self._form.fields else None, error.message)
        return True
