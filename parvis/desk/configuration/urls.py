"""The addresses of the settings pages, of a title and of a group; included in the desk's own, whose name they take."""

from functools import partial

from django.urls import path

from parvis.desk.asking import for_seats
from parvis.desk.configuration import (
    api_keys,
    articles,
    badges,
    bylines,
    charter,
    entry,
    firms,
    frame,
    identity,
    leaving,
    looks,
    reasons,
    rules,
    settings,
    sites,
    spaces,
    table,
    team,
    tokens,
    trusted,
    webhooks,
    words,
)

OF_BOTH = {
    "settings": ("settings/", settings.settings),
    "spaces": ("spaces/", spaces.spaces),
    "space_act": ("spaces/act/", spaces.space_act),
    "words": ("words/", words.words),
    "words_file": ("words/file/", words.words_file),
    "rules": ("rules/", rules.rules),
    "rule_out": ("rules/out/", rules.rule_out),
    "reasons": ("reasons/", reasons.reasons),
    "reason_drop": ("reasons/drop/", reasons.reason_drop),
    "team": ("team/", team.team),
    "team_end": ("team/end/", team.team_end),
    "team_leave": ("team/leave/", leaving.team_leave),
    "invitation_withdraw": ("team/withdraw/", team.invitation_withdraw),
    "entry": ("entry/", entry.entry),
    "key_make": ("entry/key/", entry.key_make),
    "key_retire": ("entry/retire/", entry.key_retire),
    "public_key_trust": ("entry/public-key/", trusted.public_key_trust),
    "issuer_declare": ("entry/issuer/", trusted.issuer_declare),
    "issuer_read": ("entry/issuer/read/", trusted.issuer_read),
    "issuer_retire": ("entry/issuer/retire/", trusted.issuer_retire),
    "api_keys": ("api-keys/", api_keys.api_keys),
    "api_key_retire": ("api-keys/retire/", api_keys.api_key_retire),
    "webhooks": ("webhooks/", webhooks.webhooks),
    "webhook": ("webhooks/one/", webhooks.webhook),
    "webhook_act": ("webhooks/act/", webhooks.webhook_act),
    "webhook_retire": ("webhooks/retire/", webhooks.webhook_retire),
}

DOORS = {page: for_seats(needed)(partial(frame.door, page=page)) for page, (_label, needed) in frame.PAGES.items()}

urlpatterns = [
    # Without a place: the rail's doors, one a page.
    *(path(f"{page}/", door, name=page) for page, door in DOORS.items()),
    *(path(f"group/<slug:group_key>/{address}", view, name=f"group_{name}") for name, (address, view) in OF_BOTH.items()),
    *(path(f"<slug:title_key>/{address}", view, name=name) for name, (address, view) in OF_BOTH.items()),
    path("group/<slug:group_key>/entry/server/", identity.server_declare, name="group_server_declare"),
    path("group/<slug:group_key>/entry/server/retire/", identity.server_retire, name="group_server_retire"),
    path("group/<slug:group_key>/team/second-factor/", team.factor_ask, name="group_factor_ask"),
    path("group/<slug:group_key>/badges/", badges.badges, name="group_badges"),
    path("group/<slug:group_key>/badges/retire/", badges.badge_retire, name="group_badge_retire"),
    path("<slug:title_key>/bylines/", bylines.bylines, name="bylines"),
    path("<slug:title_key>/bylines/end/", bylines.byline_end, name="byline_end"),
    path("<slug:title_key>/look/", looks.look, name="look"),
    path("<slug:title_key>/look/logo/", looks.logo, name="logo"),
    path("<slug:title_key>/table/", table.table, name="table"),
    path("<slug:title_key>/table/restore/", table.table_restore, name="table_restore"),
    path("<slug:title_key>/sites/", sites.sites, name="sites"),
    path("<slug:title_key>/sites/allow/", sites.origin_allow, name="origin_allow"),
    path("<slug:title_key>/sites/forbid/", sites.origin_forbid, name="origin_forbid"),
    path("<slug:title_key>/entry/token/", tokens.token_check, name="token_check"),
    path("group/<slug:group_key>/firms/", firms.firms, name="group_firms"),
    path("group/<slug:group_key>/firms/people/", firms.firm_people, name="group_firm_people"),
    path("group/<slug:group_key>/firms/close/", firms.firm_close, name="group_firm_close"),
    path("<slug:title_key>/articles/", articles.articles, name="articles"),
    path("<slug:title_key>/articles/feed/", articles.feed_change, name="feed_change"),
    path("<slug:title_key>/articles/move/", articles.article_move, name="article_move"),
    path("<slug:title_key>/articles/map/", articles.article_map, name="article_map"),
    path("<slug:title_key>/articles/part/", articles.article_part, name="article_part"),
    path("<slug:title_key>/charter/", charter.charter, name="charter"),
]
