"""The whole newsroom as written: every story with its full conversation, in the order of publication."""

from dataclasses import replace

from parvis.config.demo.content import Story, stories
from parvis.config.demo.grammar import Speaker, go_on

POSTS = 1500
SEED = 1789
FEWEST, MOST = 9, 52


def full_stories(posts: int = POSTS, seed: int = SEED) -> list[Story]:
    """The forty stories, their hand-written posts first, then generated ones up to `posts` in all."""
    speaker = Speaker.seeded(seed)
    written = stories()
    speaker.said |= {line.text for story in written for line in story.posts}
    shares = _shares(written, posts - sum(len(story.posts) for story in written), speaker)
    return [
        replace(story, posts=(*story.posts, *go_on(story, share, speaker))) for story, share in zip(written, shares, strict=True)
    ]


def _shares(written: tuple[Story, ...], wanted: int, speaker: Speaker) -> list[int]:
    """How many generated posts each story takes: hot ones more, within bounds, `wanted` in all."""
    heat = [
        speaker.rng.uniform(0.5, 1.5) * (len(story.posts) + sum(line.liked for line in story.posts) / 20) for story in written
    ]
    fewest = min(FEWEST, max(0, wanted) // len(written))
    shares = [min(MOST, max(fewest, round(wanted * one / sum(heat)))) for one in heat]
    while (missing := wanted - sum(shares)) != 0:
        step = 1 if missing > 0 else -1
        able = [index for index, share in enumerate(shares) if fewest <= share + step <= MOST]
        shares[speaker.rng.choice(able)] += step
    return shares
