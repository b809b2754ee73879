"""Pages of the look: every component in both themes, each frame with invented content, a title's accent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from parvis.kit.refusals import Refusal
from parvis.ui import specimens
from parvis.ui.icons import ICONS


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component, by day and by night, side by side."""
    context = {"themes": ["light", "dark"], "icons": sorted(ICONS), **specimens.components()}
    return render(request, "ui/styleguide.html", context)


styleguide.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


def frame(request: HttpRequest, frame: str) -> HttpResponse:
    """One of the frames (desk, site, doorway) with invented content."""
    if frame not in specimens.FRAMES:
        raise Refusal("no_such_frame", 404, _("There is no such page in the style guide."))
    return render(request, f"ui/styleguide_{frame}.html", specimens.FRAMES[frame]())


frame.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it


def accent_sheet(request: HttpRequest, colour: str) -> HttpResponse:
    """A title's accent as a style sheet, for pages whose policy forbids inline styles. `colour`: six hexadecimal digits."""
    response = HttpResponse(f":root{{--title-accent:#{colour}}}\n", content_type="text/css")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


accent_sheet.right = "anyone"  # type: ignore[attr-defined]  # the house's convention: every view says who may use it
