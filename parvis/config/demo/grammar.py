"""Posts nobody wrote by hand: a small grammar, a seed, and each reader's own manner. Same seed, same words."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from parvis.config.demo.content import Line, Reader, Story, phrases, readers

# Sentences that begin with a name keep their capital after « Franchement, ».
_NAMES = re.compile(r"(Saint-|Vaurigny|Desprairies|Leïla|Ninette|Eugénie|Monsieur|Malo|Joseph|Armand|Kerbidouin|J[oO]ris|[«0-9])")
_FEMININE = re.compile(
    r"(seule\b|lycéenne|[Ss]urveillante|entrée|sortie|renversée|allée|Aide-soignante|remplaçante|ouvreuse|nouveau-né|[Mm]on mari)"
)
_OF_A_HUSBAND = re.compile(r"\bma femme\b|renversé par|apprenti\b")
WOMEN = ("fatou", "maman3", "mariam", "paquerette", "marthe", "lison")
# Whose life nobody would believe in another's mouth.
_WELL_KNOWN = {"tom", "uwe", "oleks", "debarque", "elu", "huguette", "coline", "cache", "virgule", "abonne", "silence"}
_SILENT = {"spammer", "troll"}


class Bank:
    """Phrases drawn in a shuffled order, all of them before any comes back."""

    def __init__(self, source: Sequence[str], rng: random.Random, *, once: bool = False) -> None:
        self._source, self._rng, self._once = list(source), rng, once
        self._left = rng.sample(self._source, len(self._source))
        self._recent: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._left) or not self._once

    def draw(self) -> str:
        """The next phrase."""
        if not self._left:
            self._left = self._rng.sample(self._source, len(self._source))
            self._left.sort(key=lambda phrase: phrase not in self._recent)
        phrase = self._left.pop()
        self._recent = [*self._recent[-3:], phrase]
        return phrase


@dataclass(slots=True)
class Speaker:
    """What is shared by all the conversations of one newsroom: the dice, the banks, what has been said."""

    rng: random.Random
    banks: dict[str, Bank]
    said: set[str]

    @classmethod
    def seeded(cls, seed: int) -> "Speaker":
        """A speaker that always says the same things for the same seed."""
        rng = random.Random(seed)  # noqa: S311  # a demo, not a secret
        once = {"english", "german", "learner"}
        lists = {name: said for name, said in phrases().items() if isinstance(said, list)}
        banks = {name: Bank(said, rng, once=name in once) for name, said in (lists | phrases()["sections"]).items()}
        return cls(rng, banks, set())

    def draw(self, bank: str, topic: str, name: str = "") -> str:
        """The next phrase of a bank, its slots filled."""
        return self.banks[bank].draw().replace("{topic}", topic).replace("{name}", name)

    def more(self, story: Story) -> str:
        """One more sentence: what one says in that section, or of anything."""
        return self.draw(story.section if self.chance(55) else "follows", story.topic)

    def chance(self, percent: int) -> bool:
        """True that many times in a hundred."""
        return self.rng.random() * 100 < percent


def go_on(story: Story, count: int, speaker: Speaker) -> list[Line]:
    """`count` more posts in the story's conversation, answers of earlier ones; ids `g1`, `g2`…, times within its age."""
    fragments = Bank([*story.says, *story.lived, *story.asks], speaker.rng, once=True)
    lines = [line for line in story.posts if line.end in ("", "cleared")]
    made: list[Line] = []
    for number, at in enumerate(_moments(story, count, speaker.rng), start=1):
        earlier = [line for line in lines if line.at < at - 3]
        line = _one(story, f"g{number}", at, earlier, fragments, speaker)
        made.append(line)
        lines.append(line)
    return made


def _moments(story: Story, count: int, rng: random.Random) -> list[int]:
    """Minutes after the article: many in the first hours, fewer later, none in the last six minutes."""
    last = story.hours_ago * 60 - 6
    spread = min(last, 72 * 60) * 0.3
    return sorted(min(last, int(8 + rng.expovariate(1 / spread))) - rng.randrange(3) for _ in range(count))


def _one(story: Story, key: str, at: int, earlier: list[Line], fragments: Bank, speaker: Speaker) -> Line:
    for _attempt in range(60):
        opens = bool(fragments) and speaker.chance(36)
        parent = None if opens or not earlier else _answered(earlier, speaker)
        reader = _reader(story, at, parent, speaker)
        text, reader = _words(story, reader, parent, fragments, speaker)
        if text not in speaker.said:
            speaker.said.add(text)
            edit = speaker.draw("edits", story.topic) if speaker.chance(2) else ""
            fate = "withdrawn" if speaker.chance(1) else ""
            answered = parent.id if parent else ""
            return Line(id=key, by=reader.key, at=at, text=text, on=answered, fate=fate, liked=_liked(speaker), edit=edit)
    raise RuntimeError("the demo's grammar has nothing new to say")


def _liked(speaker: Speaker) -> int:
    return max(0, int(speaker.rng.gauss(-1, 2.4)))


def _answered(earlier: list[Line], speaker: Speaker) -> Line:
    weights = [1 + 4 * index / len(earlier) + line.liked / 8 for index, line in enumerate(earlier)]
    return speaker.rng.choices(earlier, weights)[0]


def _reader(story: Story, at: int, parent: Line | None, speaker: Speaker) -> Reader:
    age_in_days = (story.hours_ago * 60 - at) / 1440
    able = [
        one
        for one in readers()
        if _may_speak(one, speaker) and one.since > age_in_days + 1 and not (parent and parent.by == one.key)
    ]
    return speaker.rng.choices(able, [one.active**1.5 for one in able])[0]


def _may_speak(reader: Reader, speaker: Speaker) -> bool:
    tongue = next((habit for habit in reader.habits if habit in ("english", "german", "learner")), None)
    return reader.temperament not in _SILENT and (tongue is None or bool(speaker.banks[tongue]))


def _words(story: Story, reader: Reader, parent: Line | None, fragments: Bank, speaker: Speaker) -> tuple[str, Reader]:
    for tongue in ("english", "german", "learner"):
        if tongue in reader.habits:
            return speaker.draw(tongue, story.topic), reader
    if fragments and (parent is None or speaker.chance(6)):
        fragment = fragments.draw()
        reader = _owner(story, fragment, reader, parent, speaker)
        return _voiced(_opened(fragment, story, reader, speaker), story, reader, speaker), reader
    if parent is None:
        return _voiced(_alone(story, speaker), story, reader, speaker), reader
    return _voiced(_reply(story, reader, parent, speaker), story, reader, speaker), reader


def _owner(story: Story, fragment: str, reader: Reader, parent: Line | None, speaker: Speaker) -> Reader:
    """Someone who may well have lived it."""
    if fragment not in story.lived:
        return reader
    fitting = [
        one for one in readers() if one.since > 30 and one.temperament in ("regular", "kind") and one.key not in _WELL_KNOWN
    ]
    if _FEMININE.search(fragment):
        fitting = [one for one in fitting if one.key in WOMEN]
    elif _OF_A_HUSBAND.search(fragment):
        fitting = [one for one in fitting if one.key not in WOMEN]
    return speaker.rng.choice([one for one in fitting if not (parent and parent.by == one.key)])


def _alone(story: Story, speaker: Speaker) -> str:
    return _opened(f"{speaker.draw(story.section, story.topic)} {speaker.draw('follows', story.topic)}", story, None, speaker)


def _reply(story: Story, reader: Reader, parent: Line, speaker: Speaker) -> str:
    name = next((one.name for one in readers() if one.key == parent.by), "")
    kind = _kind_of_reply(reader, parent, speaker)
    text = speaker.draw(kind, story.topic, name) if kind != "follows" else speaker.more(story)
    if kind != "questions" and speaker.chance(72):
        text += " " + speaker.more(story)
    if kind == "disagreements" and "shouts" in reader.habits and speaker.chance(45):
        text = f"{speaker.draw('cries', story.topic)} {text}"
    if name and speaker.chance(24):
        text = f"{name}, {_lowered(text)}"
    return f"> {_first_sentence(parent.text)}\n\n{text}" if speaker.chance(9) else text


def _kind_of_reply(reader: Reader, parent: Line, speaker: Speaker) -> str:
    if parent.text.rstrip().endswith("?") and speaker.chance(80):
        return "answers"
    cross = 20 if reader.temperament == "quarrelsome" else 0
    kinds = {"agreements": 30 - cross, "disagreements": 22 + cross, "thanks": 8, "jokes": 14, "questions": 10, "follows": 14}
    return speaker.rng.choices(list(kinds), list(kinds.values()))[0]


def _first_sentence(text: str) -> str:
    plain = " ".join(re.sub(r"(?m)^[>-] |[*|]", "", text).split())
    return re.split(r"(?<=[.!?…])\s", plain)[0][:160]


def _opened(text: str, story: Story, reader: Reader | None, speaker: Speaker) -> str:
    if (reader and "short" in reader.habits) or not speaker.chance(38):
        return text
    opening = speaker.draw("openings", story.topic)
    return f"{opening} {_lowered(text)}" if opening[-1] in ",:" or opening.endswith("mais") else f"{opening} {text}"


def _lowered(text: str) -> str:
    return text if _NAMES.match(text) or text[:2].isupper() else text[0].lower() + text[1:]


def _voiced(text: str, story: Story, reader: Reader, speaker: Speaker) -> str:
    """The words in the reader's own manner."""
    habits = reader.habits
    if "short" not in habits and not text.endswith("?") and speaker.chance(26):
        closing = speaker.draw("closings", story.topic)
        text += f" **{closing}**" if speaker.chance(8) else f" {closing}"
    if "lists" in habits and speaker.chance(25):
        text += "\n\nDeux choses à garder en tête :\n\n- " + "\n- ".join(speaker.more(story) for _ in range(2))
    if "polite" in habits and speaker.chance(35) and not text.startswith((">", "Bonjour")):
        text = f"Bonjour. {text}"
    if speaker.chance(3):
        text += f" Le détail est [sur le site de la ville](https://ville-port-ansel.example/{story.slug})."
    return _typed(text, habits, speaker)


def _typed(text: str, habits: tuple[str, ...], speaker: Speaker) -> str:
    if "ellipses" in habits:
        text = re.sub(r"\.(?=\s|$)", "...", text)
    if "no_capitals" in habits and "](" not in text:
        text = text.lower()
    if "emoji" in habits and speaker.chance(60):
        text += " " + speaker.draw("emoji", "")
    return text.replace("’", "'") if not speaker.chance(30) else text
