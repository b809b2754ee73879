"""Characters that pass for a Latin letter, and the letters digits and signs stand for."""

from typing import Final, Literal

One = Literal["i", "l"]

# Each pair of lines is read column by column: the sign above passes for the letter below.
_LOOKALIKES: Final = (
    # Cyrillic
    ("абвгеёкмнопрстухіїјѕһԁԛԝьє", "abbreekmhonpctyxiijshdqwbe"),
    # Greek
    ("αβγεζηικλμνοπρσςτυφχω", "abyezniklmnonpoctufxw"),
    # Armenian and Cherokee signs seen in disguised words
    ("աոսօրհցք", "wnuophgp"),
    # Latin letters that no decomposition takes apart
    ("ıøđðłħŧɑɡɩɪʟɴʀʏᴀʙᴄᴅᴇɢʜᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢɐəɛɔ", "ioddlhtagiilnryabcdeghjkmoptuvwzaeeo"),
)
_SQUARED = range(0x1F170, 0x1F18A)  # 🅰 … 🆉
_ROUND = range(0x1F150, 0x1F16A)  # 🅐 … 🅩
_FLAGS = range(0x1F1E6, 0x1F200)  # 🇦 … 🇿

LOOKALIKES: Final[dict[int, str]] = {
    ord(sign): letter for signs, letters in _LOOKALIKES for sign, letter in zip(signs, letters, strict=True)
} | {code: chr(ord("a") + rank) for alphabet in (_SQUARED, _ROUND, _FLAGS) for rank, code in enumerate(alphabet)}

#: What a digit or a sign stands for inside a word; a one is read as i or as l, the reader chooses.
STAND_INS: Final[dict[One, dict[int, int]]] = {
    "i": str.maketrans("013457@$€", "oieastase"),
    "l": str.maketrans("013457@$€", "oleastase"),
}
