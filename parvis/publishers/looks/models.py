"""A title's look, and the style sheet it makes."""

from collections.abc import Iterator

from django.db import models

from parvis.kit.remembered import remembered
from parvis.publishers.looks.offered import FACES, GROUNDS


class Look(models.Model):
    """A title's look. `version` is in the addresses of what it serves, so that browsers keep them for ever."""

    title = models.OneToOneField("publishers.Title", on_delete=models.CASCADE, related_name="look")
    version = models.PositiveIntegerField(default=1)
    accent_day = models.CharField(max_length=7)
    accent_night = models.CharField(max_length=7)
    ground = models.CharField(max_length=10, default="paper")
    face = models.CharField(max_length=12, default="humanist")
    logo = models.BinaryField(null=True)
    logo_width = models.PositiveIntegerField(default=0)
    logo_height = models.PositiveIntegerField(default=0)
    logo_words = models.CharField(max_length=120, blank=True)
    logo_on_dark = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"look of {self.title_id}"


def look_in_force(title_id: int) -> Look | None:
    """The title's look without the logo's bytes, remembered for two seconds; None while it has none of its own."""
    looks = Look.objects.filter(title_id=title_id).defer("logo")
    return remembered("look", title_id, lambda: next(iter(looks[:1]), None))


def style_of(look: Look) -> str:
    """The look as a style sheet that sets the tokens of ui/static/ui/tokens.css."""
    return ":root.titled{\n" + "".join(f"  --{name}: {value};\n" for name, value in _tokens(look)) + "}\n"


def _tokens(look: Look) -> Iterator[tuple[str, str]]:
    ground, face = GROUNDS[look.ground], FACES[look.face]
    for name, day, night in zip(("paper", "paper-sunk", "paper-raised"), ground.day, ground.night, strict=True):
        yield name, f"light-dark({day}, {night})"
    yield "title-accent", look.accent_day
    yield "accent", f"light-dark({look.accent_day}, {look.accent_night})"
    yield "title-mark", "var(--accent)"
    yield "font-read", face.read
    yield "font-work", face.work
