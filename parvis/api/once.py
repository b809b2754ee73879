"""Sending twice, acting once: what a write that carries an `Idempotency-Key` is answered.

The act and the row that keeps its answer are one transaction. A twin that comes at the same instant waits on the row's
unique index, then is given the answer; a process killed half-way leaves neither the effect nor the row, so that asking
again does it. What was refused is not kept: it changed nothing, and may be asked again once mended.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta

from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from parvis.api.acts import drop_answer, keep_answer, reserve_answer
from parvis.api.doors import KeyRequest
from parvis.api.models import KeptAnswer
from parvis.kit.refusals import Refusal

LIFE = timedelta(hours=24)
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
LONGEST = 255


def answered_once(request: KeyRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of `act`, or the one given the first time to the same key. Raises Refusal 400, 409 or 422."""
    name = request.headers.get("Idempotency-Key", "")
    if request.method not in WRITES or not name:
        return act()
    if len(name) > LONGEST or not (name.isascii() and name.isprintable()):
        raise Refusal("bad_idempotency_key", 400, _("An Idempotency-Key has at most 255 visible ASCII characters."))
    asked = hashlib.sha256(b"\n".join([f"{request.method} {request.get_full_path()}".encode(), request.body])).hexdigest()
    try:
        return _once(request, name, asked, act)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != "55P03":  # lock_not_available
            raise
        raise Refusal("in_progress", 409, _("The same request is still being carried out: ask again in a moment.")) from None


@transaction.atomic
def _once(request: KeyRequest, name: str, asked: str, act: Callable[[], HttpResponse]) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '15s'")
    kept = reserve_answer(key=request.key, name=name, asked=asked, life=LIFE)
    if kept is not None:
        return _given_before(kept, asked)
    response = act()
    if response.status_code >= 500:
        transaction.set_rollback(True)
    elif response.status_code >= 300:
        drop_answer(key=request.key, name=name)
    else:
        keep_answer(key=request.key, name=name, status=response.status_code, body=response.content)
    return response


def _given_before(kept: KeptAnswer, asked: str) -> HttpResponse:
    if kept.asked != asked:
        raise Refusal("idempotency_key_reused", 422, _("This Idempotency-Key has already served for another request."))
    response = HttpResponse(bytes(kept.body), status=kept.status, content_type="application/json; charset=utf-8")
    response["Idempotency-Replayed"] = "true"
    return response
