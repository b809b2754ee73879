"""The desk's own stream: which titles' changes it carries is written in a pass, signed and short-lived."""

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from parvis.desk.asking import DeskRequest, for_seats
from parvis.kit.topics import heard_hub
from parvis.publishers.rights import titles_for

# A pass is asked for at each connection: it need only live as long as one takes to connect.
PASS_SECONDS = 60
_signer = TimestampSigner(salt="parvis.desk.live")


def pass_for(titles: list[int]) -> str:
    """A pass to the streams of these titles."""
    return _signer.sign(".".join(map(str, titles)))


def titles_of_pass(shown: str) -> tuple[int, ...]:
    """The titles a pass opens; none when it is false or too old."""
    try:
        written = _signer.unsign(shown, max_age=PASS_SECONDS)
    except BadSignature:
        return ()
    return tuple(int(number) for number in written.split(".") if number)


#: The desk's streams in this process; config/asgi.py gives them their address. They carry numbers, never words.
hub = heard_hub(titles_of_pass)


@for_seats("read")
@require_safe
def live_pass(request: DeskRequest) -> HttpResponse:
    """A pass to the stream of the titles one sees."""
    titles = sorted(titles_for(request.user.pk, "read").values_list("pk", flat=True))
    return JsonResponse({"pass": pass_for(titles)})
