"""My data: a copy of them, and being forgotten."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parvis.kit import clock
from parvis.kit.refusals import Refusal
from parvis.members.leaving.acts import ask_erasure, ask_export, cancel_erasure, forget_empty_account
from parvis.members.leaving.confirming import ensure_confirmed, send_code
from parvis.members.leaving.held import held
from parvis.members.leaving.law import CARDS
from parvis.members.leaving.persons import Person, for_person, grant
from parvis.publishers.rights import nothing_here


class ErasureForm(forms.Form):
    """What becomes of the words, and the proof that it is oneself."""

    words = forms.ChoiceField(
        label=gettext_lazy("What you wrote"),
        widget=forms.RadioSelect,
        initial="keep",
        choices=[
            ("keep", gettext_lazy("Keep my words, without my name")),
            ("erase", gettext_lazy("Erase my words as well")),
        ],
    )
    confirmation = forms.CharField(max_length=80, required=False)


@never_cache
@require_safe
def granted(request: HttpRequest, token: str) -> HttpResponse:
    """Opens the page of their data to a reader shown the way from a discussion."""
    grant(request, token)
    return redirect("members:data")


granted.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


@for_person
@require_safe
def data(request: HttpRequest, person: Person) -> HttpResponse:
    """What is held, the copies, and the way out."""
    exports = person.exports()
    told = [str(one.name) for one in held().values() if one.name]
    context = {"person": person, "exports": exports, "told": told, "erasures": person.open_erasures(), "cards": CARDS}
    return render(request, "members/data.html", context | {"is_under_way": any(not one.ready_at for one in exports)})


@for_person
@require_POST
def copy_ask(request: HttpRequest, person: Person) -> HttpResponse:
    """Asks for a copy."""
    ask_export(account=person.account, member=None if person.account else person.members[0])
    messages.success(request, _("Your copy is being made."))
    return redirect("members:data")


@for_person
@require_safe
def copy_get(request: HttpRequest, person: Person, export_id: int) -> HttpResponse:
    """Sends a copy, piece by piece."""
    export = next((one for one in person.exports() if one.pk == export_id and one.file), None)
    if export is None or (export.expires_at and export.expires_at < clock.now()):
        raise nothing_here()
    day = (export.ready_at or export.asked_at).date().isoformat()
    file = default_storage.open(export.file)
    return FileResponse(file, as_attachment=True, filename=f"parvis-{day}.zip", content_type="application/zip")  # type: ignore[return-value]  # a response that streams


@for_person
@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: HttpRequest, person: Person) -> HttpResponse:
    """Chooses what becomes of the words; a code comes by mail; the code typed, the erasure is asked."""
    form = ErasureForm(request.POST or None)
    is_asked = request.method == "POST" and form.is_valid()
    if is_asked and form.cleaned_data["confirmation"]:
        if _asked(request, person, form):
            return redirect("members:data" if person.members else "/")
    elif is_asked:
        send_code(request, person)
    context = {"person": person, "form": form, "cards": CARDS, "is_sent": is_asked or bool(form.errors)}
    return render(request, "members/erasure.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, person: Person, form: Any) -> bool:
    try:
        ensure_confirmed(request, person, form.cleaned_data["confirmation"])
    except Refusal as refusal:
        form.add_error("confirmation", refusal.message)
        return False
    for member in person.members:
        ask_erasure(member=member, keeps_words=form.cleaned_data["words"] == "keep")
    if person.account and not person.members:
        forget_empty_account(account=person.account)
        logout(request)
    messages.success(request, _("It is noted."))
    return True


@for_person
@require_POST
def erasure_cancel(request: HttpRequest, person: Person) -> HttpResponse:
    """Gives the erasure up, while there is time."""
    for one in person.open_erasures():
        cancel_erasure(erasure=one)
    messages.success(request, _("Nothing is erased: welcome back."))
    return redirect("members:data")
