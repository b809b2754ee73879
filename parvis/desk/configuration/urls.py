"""The addresses of the settings pages, of a title and of a group; included in the desk's own, whose name they take."""

from functools import partial

from django.urls import path

from parvis.desk.asking import for_seats
from parvis.desk.configuration import charter, frame, settings, sites, table, team, tokens, words

OF_BOTH = {
    "settings": ("settings/", settings.settings),
    "words": ("words/", words.words),
    "words_file": ("words/file/", words.words_file),
    "team": ("team/", team.team),
    "team_end": ("team/end/", team.team_end),
    "invitation_withdraw": ("team/withdraw/", team.invitation_withdraw),
    "sites": ("sites/", sites.sites),
    "key_make": ("sites/key/", sites.key_make),
    "key_retire": ("sites/retire/", sites.key_retire),
}

DOORS = {page: for_seats(needed)(partial(frame.door, page=page)) for page, (_label, needed) in frame.PAGES.items()}

urlpatterns = [
    # Without a place: the rail's doors, one a page.
    *(path(f"{page}/", door, name=page) for page, door in DOORS.items()),
    *(path(f"group/<slug:group_key>/{address}", view, name=f"group_{name}") for name, (address, view) in OF_BOTH.items()),
    *(path(f"<slug:title_key>/{address}", view, name=name) for name, (address, view) in OF_BOTH.items()),
    path("<slug:title_key>/table/", table.table, name="table"),
    path("<slug:title_key>/table/restore/", table.table_restore, name="table_restore"),
    path("<slug:title_key>/sites/allow/", sites.origin_allow, name="origin_allow"),
    path("<slug:title_key>/sites/forbid/", sites.origin_forbid, name="origin_forbid"),
    path("<slug:title_key>/sites/token/", tokens.token_check, name="token_check"),
    path("<slug:title_key>/charter/", charter.charter, name="charter"),
]
