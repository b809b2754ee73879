"""The element's own modules, at short addresses that any page may load."""

import gzip
from functools import cache
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import condition

from parvis.embed.doors import for_pages
from parvis.embed.script import script as text_of
from parvis.publishers.rights import nothing_here


@cache
def _module(name: str) -> tuple[bytes, bytes, str]:
    try:
        body = text_of(f"{name}.js").encode()
    except KeyError:
        raise nothing_here() from None
    return body, gzip.compress(body, 9), f'"{sha256(body).hexdigest()[:20]}"'


@for_pages("GET", "HEAD")
@condition(etag_func=lambda request, name: _module(name)[2])
def script(request: HttpRequest, name: str) -> HttpResponse:
    """One module, compressed once, kept for ten minutes by the reader's browser."""
    body, compressed, _tag = _module(name)
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(compressed if takes_gzip else body, content_type="text/javascript; charset=utf-8")
    if takes_gzip:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = "public, max-age=600, stale-while-revalidate=86400"
    return response
