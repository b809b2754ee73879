"""What hosts do with discussions besides opening and closing: notes, headings, places, settings, speakers, joins."""

from typing import Any

from django.db import transaction
from ninja import Path, Router

from parvis.api.doors import KeyDoor, KeyRequest, title_of
from parvis.api.settings import cleaned_settings, policy_data
from parvis.api.shapes.hosting import BranchesIn, JoiningIn, NoteOnIn, SplitIn, SummonsIn, ThreadIn, ThreadSettingsIn
from parvis.api.shapes.settings import PolicyOut
from parvis.api.shapes.shared import Done, Number
from parvis.api.threads import router as threads_router
from parvis.api.threads import thread_in, visible_in
from parvis.conversations.acts import (
    end_note_on_post,
    end_note_on_thread,
    end_speaker,
    invite_speaker,
    join_threads,
    move_branches,
    move_thread,
    note_on_post,
    note_on_thread,
    pin_thread,
    rename_thread,
    set_thread_policy,
    split_branches,
    summon,
    unpin_thread,
)
from parvis.conversations.models import Space
from parvis.conversations.policies import thread_settings
from parvis.publishers.rights import nothing_here

router = Router(tags=["threads"])


@router.put("/titles/{title_key}/threads/{thread_id}/note", response=Done, auth=KeyDoor("host:threads"))
def put_thread_note(request: KeyRequest, title_key: str, thread_id: Path[Number], body: NoteOnIn) -> dict[str, Any]:
    """Puts a note of the newsroom at the top of the discussion, in place of the one there."""
    thread = thread_in(request, title_key, thread_id)
    version = note_on_thread(account_id=request.account_id, thread_id=thread.pk, source=body.text)
    return {"id": thread.pk, "standing": "noted", "version": version}


@router.delete("/titles/{title_key}/threads/{thread_id}/note", response=Done, auth=KeyDoor("host:threads"))
def delete_thread_note(request: KeyRequest, title_key: str, thread_id: Path[Number]) -> dict[str, Any]:
    """Takes the discussion's note down, if any."""
    thread = thread_in(request, title_key, thread_id)
    version = end_note_on_thread(account_id=request.account_id, thread_id=thread.pk)
    return {"id": thread.pk, "standing": "bare", "version": version}


@router.put("/titles/{title_key}/posts/{post_id}/note", response=Done, auth=KeyDoor("host:threads"), tags=["posts"])
def put_post_note(request: KeyRequest, title_key: str, post_id: Path[Number], body: NoteOnIn) -> dict[str, Any]:
    """Puts a note (or a correction) of the newsroom under a post, in place of the one there."""
    post = visible_in(request, title_key, post_id)
    version = note_on_post(account_id=request.account_id, post_id=post.pk, source=body.text, kind=body.kind)
    return {"id": post.pk, "standing": "noted", "version": version}


@router.delete("/titles/{title_key}/posts/{post_id}/note", response=Done, auth=KeyDoor("host:threads"), tags=["posts"])
def delete_post_note(request: KeyRequest, title_key: str, post_id: Path[Number]) -> dict[str, Any]:
    """Takes the note under the post down, if any."""
    post = visible_in(request, title_key, post_id)
    version = end_note_on_post(account_id=request.account_id, post_id=post.pk)
    return {"id": post.pk, "standing": "bare", "version": version}


@threads_router.patch("/titles/{title_key}/threads/{thread_id}", response=Done, auth=KeyDoor("host:threads"))
def patch_thread(request: KeyRequest, title_key: str, thread_id: Path[Number], body: ThreadIn) -> dict[str, Any]:
    """Gives a discussion of its own another heading, another space of the title or its group, pins it there or lets it go."""
    thread, who = thread_in(request, title_key, thread_id), request.account_id
    with transaction.atomic():
        if body.heading is not None:
            rename_thread(account_id=who, thread_id=thread.pk, heading=body.heading)
        if body.space is not None:
            move_thread(account_id=who, thread_id=thread.pk, space=_space(request, title_key, body.space))
        if body.pinned is not None:
            (pin_thread if body.pinned else unpin_thread)(account_id=who, thread_id=thread.pk)
    thread.refresh_from_db(fields=["version"])
    return {"id": thread.pk, "standing": "changed", "version": thread.version}


def _space(request: KeyRequest, title_key: str, space_id: int) -> Space:
    space = Space.objects.of(title_of(request, title_key)).filter(pk=space_id).first()
    if space is None:
        raise nothing_here()
    return space


@router.post("/titles/{title_key}/threads/{thread_id}/joins", response=Done, auth=KeyDoor("host:threads"))
def add_join(request: KeyRequest, title_key: str, thread_id: Path[Number], body: JoiningIn) -> dict[str, Any]:
    """Moves every post of the discussion into another of the same title. It may be parted again at the desk."""
    thread, into = thread_in(request, title_key, thread_id), thread_in(request, title_key, body.into)
    join_threads(account_id=request.account_id, thread_id=thread.pk, into_id=into.pk)
    return {"id": into.pk, "standing": "joined"}


@router.get("/titles/{title_key}/threads/{thread_id}/policy", response=PolicyOut, auth=KeyDoor("read:settings"))
def get_thread_policy(request: KeyRequest, title_key: str, thread_id: Path[Number]) -> dict[str, Any]:
    """Every setting of the discussion, with what is in force and which level decides."""
    return policy_data(thread_settings(thread_in(request, title_key, thread_id)))


@router.put("/titles/{title_key}/threads/{thread_id}/policy", response=PolicyOut, auth=KeyDoor("host:threads"))
def put_thread_policy(request: KeyRequest, title_key: str, thread_id: Path[Number], body: ThreadSettingsIn) -> dict[str, Any]:
    """Writes all of the discussion's own settings and its schedule at once; nothing given: as above."""
    thread = thread_in(request, title_key, thread_id)
    schedule = {"opens_at": body.opens_at, "closes_at": body.closes_at}
    given = {**cleaned_settings(body.settings), **schedule}
    set_thread_policy(account_id=request.account_id, thread_id=thread.pk, reason=body.reason, **given)
    return policy_data(thread_settings(thread_in(request, title_key, thread_id)))


@router.put("/titles/{title_key}/threads/{thread_id}/speakers/{member_id}", response=Done, auth=KeyDoor("host:threads"))
def put_speaker(request: KeyRequest, title_key: str, thread_id: Path[Number], member_id: Path[Number]) -> dict[str, Any]:
    """Lets a member write where only the newsroom and those it invites do."""
    thread = thread_in(request, title_key, thread_id)
    version = invite_speaker(account_id=request.account_id, thread_id=thread.pk, member_id=member_id)
    return {"id": thread.pk, "standing": "invited", "version": version}


@router.delete("/titles/{title_key}/threads/{thread_id}/speakers/{member_id}", response=Done, auth=KeyDoor("host:threads"))
def delete_speaker(request: KeyRequest, title_key: str, thread_id: Path[Number], member_id: Path[Number]) -> dict[str, Any]:
    """The member no longer speaks there."""
    thread = thread_in(request, title_key, thread_id)
    version = end_speaker(account_id=request.account_id, thread_id=thread.pk, member_id=member_id)
    return {"id": thread.pk, "standing": "left", "version": version}


@router.post("/titles/{title_key}/threads/{thread_id}/splits", response=Done, auth=KeyDoor("host:threads"))
def add_split(request: KeyRequest, title_key: str, thread_id: Path[Number], body: SplitIn) -> dict[str, Any]:
    """Makes a discussion of its own of these branches. It may be undone at the desk for ten minutes."""
    thread = thread_in(request, title_key, thread_id)
    space = _space(request, title_key, body.space) if body.space else None
    said: dict[str, Any] = {"post_ids": body.posts, "heading": body.heading, "space": space}
    made = split_branches(account_id=request.account_id, thread_id=thread.pk, **said)
    return {"id": made.pk, "standing": "split"}


@router.post("/titles/{title_key}/threads/{thread_id}/moves", response=Done, auth=KeyDoor("host:threads"))
def add_move(request: KeyRequest, title_key: str, thread_id: Path[Number], body: BranchesIn) -> dict[str, Any]:
    """Takes these branches to another discussion of the same title. It may be undone at the desk for ten minutes."""
    thread, into = thread_in(request, title_key, thread_id), thread_in(request, title_key, body.into)
    made = move_branches(account_id=request.account_id, thread_id=thread.pk, post_ids=body.posts, into_id=into.pk)
    return {"id": made.pk, "standing": "moved"}


@router.post("/titles/{title_key}/threads/{thread_id}/summons", response=Done, auth=KeyDoor("host:threads"))
def add_summons(request: KeyRequest, title_key: str, thread_id: Path[Number], body: SummonsIn) -> dict[str, Any]:
    """Asks a colleague who works at the title (the `account` of a seat) to answer there; they are mailed the way."""
    thread = thread_in(request, title_key, thread_id)
    said: dict[str, Any] = {"colleague_id": body.account, "words": body.words, "post_id": body.post}
    made = summon(account_id=request.account_id, thread_id=thread.pk, **said)
    return {"id": made.pk, "standing": "asked"}
