"""The bridge with Django behind it."""

import asyncio
import io

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from pytest_django import Settings

from parvis.kit.bridge import Bridge
from parvis.kit.tests.asgi_client import Client, http_scope


def words(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(f"{name} {request.META['REMOTE_ADDR']} {request.POST.get('words')}")


def stream(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter([b"a", b"b"]))


def file(request: HttpRequest) -> FileResponse:
    return FileResponse(io.BytesIO(b"a file"), filename="words.txt")


def session(request: HttpRequest) -> HttpResponseBase:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return HttpResponse(str(cursor.fetchone()[0]))


urlpatterns = [path("words/<str:name>", words), path("stream", stream), path("file", file), path("session", session)]


@pytest.fixture(autouse=True)
def bare_django(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []
    settings.ALLOWED_HOSTS = ["*"]


def answers(*scopes_and_bodies: tuple[str, str, bytes]) -> list[Client]:
    async def all_of_it() -> list[Client]:
        bridge = Bridge(WSGIHandler(), threads=1)
        clients = []
        for method, where, body in scopes_and_bodies:
            client = Client([body] if body else [])
            headers = [(b"content-type", b"application/x-www-form-urlencoded")] if body else []
            await bridge(http_scope(where, method=method, headers=headers), client.receive, client.send)
            clients.append(client)
        bridge.close()
        return clients

    return asyncio.run(all_of_it())


def test_django_reads_the_form_the_path_and_the_address() -> None:
    client = answers(("POST", "/words/%C3%A9t%C3%A9", b"words=bonjour"))[0]
    assert client.body.decode() == "été 192.0.2.7 bonjour"


def test_django_streams_and_sends_files() -> None:
    stream_client, file_client = answers(("GET", "/stream", b""), ("GET", "/file", b""))
    assert (stream_client.body, file_client.body) == (b"ab", b"a file")
    assert file_client.headers[b"content-length"] == b"6"


@pytest.mark.django_db(transaction=True)
def test_a_thread_keeps_its_database_connection_from_one_request_to_the_next(settings: Settings) -> None:
    first, second = answers(("GET", "/session", b""), ("GET", "/session", b""))
    assert first.body == second.body
