"""What wraps every request: the reader's language, refusals made readable, and deny by default."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parvis.kit.refusals import Refusal
from parvis.members.factors import asks_factor
from parvis.publishers.rights import may_anywhere, off_duty_until, seats_of

Answer = Callable[[HttpRequest], HttpResponseBase]
JSON_PLACES = ("/embed/", "/api/")


class ReaderLanguage:
    """Speaks the language asked by `?lang=`, else the one chosen before, else the account's browser's, else French."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers in that language; choosing one is remembered, except for the embed, which keeps no cookie."""
        asked = request.GET.get("lang", "")
        language = asked if asked in dict(settings.LANGUAGES) else self._remembered(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.answer(request)
        response.headers.setdefault("Content-Language", language)
        if asked == language and not request.path.startswith(JSON_PLACES):
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, samesite="Lax")
        return response

    @staticmethod
    def _remembered(request: HttpRequest) -> str:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if chosen in dict(settings.LANGUAGES):
            return chosen
        first = request.headers.get("Accept-Language", "fr")[:2].lower()
        return first if first in dict(settings.LANGUAGES) else "fr"


class SignInWindow:
    """Lets the pages that sign a reader in speak to the article that opened them (`members/enter`).

    Relied on by the element: a page of the way that kept its opener away, as Django has it by default, would lose it for good.
    """

    PLACES = ("/members/enter", "/accounts/")

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Says so on those pages, before Django's own answer for all others."""
        response = self.answer(request)
        if request.path.startswith(self.PLACES):
            response["Cross-Origin-Opener-Policy"] = "unsafe-none"
        return response


class Refusals:
    """Turns a Refusal into JSON for machines, a notice for htmx, a page for people."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Passes through; the work is in process_exception."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The readable form of a Refusal; anything else stays loud."""
        return refused(request, exception) if isinstance(exception, Refusal) else None


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The one place where a refusal takes the form its asker can read."""
    if request.path.startswith(JSON_PLACES):
        response: HttpResponse = JsonResponse(refusal.as_json(), status=refusal.status)
        if request.path.startswith("/embed/"):
            response["Access-Control-Allow-Origin"] = "*"
        return response
    if getattr(request, "htmx", False):
        response = render(request, "ui/_refusal.html", {"refusal": refusal}, status=refusal.status)
        response["HX-Retarget"], response["HX-Reswap"] = "#notices", "innerHTML"
        return response
    return render(request, "ui/refusal.html", {"refusal": refusal}, status=refusal.status)


class DenyByDefault:
    """Refuses any address whose view does not say who may use it: `view.right`.

    `anyone`; `member` and `machine` (the view itself checks the token or key); `account` (signed in);
    `seat:<capability>` (a seat holding it somewhere; where exactly is checked by fetching through the right).
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Passes through; the work is in process_view."""
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """None when the person may go on; else a sign-in page or a refusal."""
        right = right_of(view)
        if right in ("anyone", "member", "machine"):
            return None
        account = request.user
        if right is None:
            return refused(request, Refusal("no_right_declared", 403, _("This address is closed.")))
        if not account.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if right == "account":
            return None
        return self._seated(request, right.removeprefix("seat:"))

    @staticmethod
    def _seated(request: HttpRequest, capability: str) -> HttpResponseBase | None:
        seats = seats_of(request.user.pk)
        request.seats = seats  # type: ignore[attr-defined]  # the desk's pages read the seats fetched here
        if may_anywhere(seats, capability):
            return asks_factor(request, seats)
        if not seats and (back := off_duty_until(request.user.pk)):
            words = _("Your firm’s hours at this desk are over. It opens again to you on %(at)s.")
            said = words % {"at": date_format(timezone.localtime(back), "DATETIME_FORMAT")}
            return refused(request, Refusal("off_duty", 403, said))
        return refused(request, Refusal("not_your_role", 403, _("Your role does not allow this here.")))


def right_of(view: Any) -> str | None:
    """The right a view declares; Django's static files and allauth's pages are open to anyone (they check for themselves)."""
    declared = getattr(view, "right", None) or getattr(getattr(view, "view_class", None), "right", None)
    if declared:
        return str(declared)
    module = getattr(view, "__module__", "")
    return "anyone" if module.startswith(("allauth.", "django.views.static", "django.contrib.staticfiles")) else None
