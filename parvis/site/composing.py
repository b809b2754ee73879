"""Writing from a plain form: looked at first if one wishes, refused with every reason, nothing typed ever lost."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, QueryDict

from parvis.conversations.acts import give_picture
from parvis.conversations.acts.publishing import Published
from parvis.conversations.models import Thread
from parvis.conversations.previews import Preview, preview_of
from parvis.kit.refusals import Refusal
from parvis.members.models import Member
from parvis.site.forms import WordsForm

Send = Callable[[dict[str, Any]], Published]


@dataclass(slots=True)
class Composed:
    """A form on its way: what to show beside it, or what came of sending it."""

    form: WordsForm
    preview: Preview | None = None
    published: Published | None = None
    status: int = 200


def composed(
    request: HttpRequest, form: type[WordsForm], *, member: Member, thread: Callable[[Any], Thread], send: Send
) -> Composed:
    """The form as it was sent (or empty), looked at (`do=preview`) or sent; refusals stand beside what they are about.

    `thread` gives where it would go, from the form's values; `send` publishes them. Advice is given once: the form then
    says it has been read.
    """
    if request.method != "POST":
        return Composed(form(initial={"key": uuid4().hex}))
    data: QueryDict = request.POST
    filled = form(data, request.FILES)
    if not filled.is_valid():
        return Composed(filled, status=422)
    values = filled.cleaned_data
    if values["picture"]:
        try:
            data = _with_picture(data, values, member, thread(values))
        except Refusal as refusal:
            _beside(filled, refusal)
            return Composed(filled, status=refusal.status)
        filled = form(data)
        filled.is_valid()
        values = filled.cleaned_data
    if request.POST.get("do") == "preview":
        return Composed(filled, _looked_at(filled, member, thread(values), values))
    try:
        return Composed(filled, published=send(values))
    except Refusal as refusal:
        if refusal.code == "advice":
            advised = form({**data.dict(), "advised": "on"})
            return Composed(advised, Preview("", None, refusal.fields["advice"], is_held=False), status=409)
        if refusal.status not in (403, 409, 422):
            raise
        _beside(filled, refusal)
        return Composed(filled, status=refusal.status)


def _with_picture(data: QueryDict, values: dict[str, Any], member: Member, thread: Thread) -> QueryDict:
    """What was sent, with the picture given, so that it need not be chosen again. Raises Refusal."""
    picture = give_picture(member=member, thread=thread, data=values["picture"].read(), described=values["described"])
    kept = data.copy()
    kept["hung"] = picture.key
    return kept


def _looked_at(form: WordsForm, member: Member, thread: Thread, values: dict[str, Any]) -> Preview:
    preview = preview_of(member=member, thread=thread, source=values["text"])
    if preview.refusal:
        _beside(form, preview.refusal)
    return preview


def _beside(form: WordsForm, refusal: Refusal) -> None:
    field = str(refusal.fields.get("field", ""))
    form.add_error(field if field in form.fields else "text", refusal.message)
