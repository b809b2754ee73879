"""Addresses of pictures: giving one before its post, and opening it."""

from django.http import HttpRequest, HttpResponse

from parvis.conversations import pictures
from parvis.conversations.acts import give_picture
from parvis.embed.doors import for_pages, json_answer
from parvis.embed.writing import asking_page, thread_for_writing
from parvis.kit.photographs import LARGEST_FILE
from parvis.members.sessions import ensure_member
from parvis.publishers.rights import nothing_here, seats_of

# A post judged out of sight must not be served much longer by whatever stands between.
PUBLIC = "public, max-age=300"


@for_pages("POST", right="member")
def given(request: HttpRequest) -> HttpResponse:
    """Takes a picture, its bytes being the body; what it shows (`described`) and where it goes stand in the address."""
    member = ensure_member(request)
    asked = request.GET
    number = asked.get("thread", "")
    where = int(number) if number.isdigit() and len(number) < 19 else None
    thread = thread_for_writing(where, asked.get("title", ""), asked.get("url", ""), asking_page(request))
    data = request.read(LARGEST_FILE + 1)
    picture = give_picture(member=member, thread=thread, data=data, described=asked.get("described", ""))
    shown = pictures.picture_data(picture.row, own=True)
    return json_answer({"ok": True, "key": picture.key, "picture": shown}, 201)


@for_pages("GET", "HEAD")
def picture(request: HttpRequest, key: str, size: str) -> HttpResponse:
    """One size of a picture, for those who may see its post."""
    if size not in pictures.SIZES:
        raise nothing_here()
    seats = seats_of(request.user.pk) if request.user.is_authenticated else []
    found, is_public = pictures.opened_picture(key, seats=seats, proof=request.GET.get("own", ""))
    response = HttpResponse(pictures.read(found.key, size), content_type="image/webp")
    response["Cache-Control"] = PUBLIC if is_public else "private, no-store"
    response["Content-Disposition"] = f'inline; filename="{found.key[:12]}.webp"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
