"""Finding what a reader should not leave in public: a phone, an address, a bank account."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import phonenumbers
from stdnum import iban, luhn
from stdnum.exceptions import ValidationError
from stdnum.fr import nir

PersonalKind = Literal["phone", "mail", "iban", "card", "nir"]


@dataclass(frozen=True, slots=True)
class PersonalData:
    """A piece of personal data at [start, end) of the text; `nir` is a French health number."""

    kind: PersonalKind
    start: int
    end: int


def find_personal_data(text: str, region: str = "FR") -> list[PersonalData]:
    """Personal data in `text`, in reading order; `region` (ISO 3166) reads national phone numbers.

    Numbers are checked by their own keys (IBAN, Luhn, NIR) and numbering plans, so a price or
    a date is not a phone. Free and premium lines, which belong to organisations, are left alone.
    """
    found: list[PersonalData] = []
    for piece in _pieces(text, region):
        if all(piece.end <= known.start or known.end <= piece.start for known in found):
            found.append(piece)
    return sorted(found, key=lambda piece: piece.start)


def _pieces(text: str, region: str) -> Iterator[PersonalData]:
    """Longest and surest kinds first: a phone number may hide inside an IBAN."""
    if "@" in text or _SPELLED_AT.search(text):
        yield from (PersonalData("mail", *mail.span()) for mail in _MAIL.finditer(text))
    if _SOME_DIGITS.search(text):
        yield from _ibans(text)
        yield from _keyed_numbers(text)
        yield from _phones(text, region)


_SPELLED_AT: Final = re.compile(r"[\[({]\s{0,2}(?:at|arobase|arobas|chez)\s{0,2}[\])}]", re.I)
_MAIL: Final = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{1,64}}(?:@| ?{_SPELLED_AT.pattern} ?)"
    r"[a-z0-9-]{1,63}(?:(?:\.|\s?[\[(](?:dot|point)[\])]\s?)[a-z0-9-]{1,63}){0,4}"
    r"(?:\.|\s?[\[(](?:dot|point)[\])]\s?)[a-z]{2,24}(?![\w@])",
    re.I,
)
_SOME_DIGITS: Final = re.compile(r"\d(?:[^\w]{0,3}\d){5}|\d{2}[ \d]{9}")

_IBAN_LIKE: Final = re.compile(r"(?<![a-z\d])[a-z]{2}\d{2}(?:[ .\-]?[a-z\d]){11,30}", re.I)
_JOINT: Final = re.compile(r"[^a-z\d]+", re.I)


def _ibans(text: str) -> Iterator[PersonalData]:
    for sight in _IBAN_LIKE.finditer(text):
        # Words may follow the account without a break: drop one sign at a time.
        for end in range(sight.end(), sight.start() + 14, -1):
            if text[end - 1].isalnum() and iban.is_valid(_JOINT.sub("", text[sight.start() : end])):
                yield PersonalData("iban", sight.start(), end)
                break


_LONG_NUMBER: Final = re.compile(r"(?<![\d+])\d(?:[ .\-]?\d){14,15}(?!\d)")


def _keyed_numbers(text: str) -> Iterator[PersonalData]:
    for sight in _LONG_NUMBER.finditer(text):
        digits = _JOINT.sub("", sight[0])
        if digits[0] in "3456" and luhn.is_valid(digits):
            yield PersonalData("card", *sight.span())
        elif digits[0] in "12" and len(digits) == 15 and _is_nir(digits):
            yield PersonalData("nir", *sight.span())


def _is_nir(digits: str) -> bool:
    try:
        return bool(nir.validate(digits))
    except ValidationError:
        return False


_PHONE_LIKE: Final = re.compile(r"(?<![\w/.,])(?:\+|\(\+?)?\d(?:[ .\-()/\u00a0\u202f]{0,3}\d){7,14}(?![\w/]|[.,]\d)")
_OF_ORGANISATIONS: Final = frozenset(
    {
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.UAN,
    }
)


def _phones(text: str, region: str) -> Iterator[PersonalData]:
    for sight in _PHONE_LIKE.finditer(text):
        try:
            number = phonenumbers.parse(sight[0], region)
        except phonenumbers.NumberParseException:
            continue
        if (
            phonenumbers.is_valid_number(number)
            and phonenumbers.number_type(number) not in _OF_ORGANISATIONS
            and (sight[0][0] in "0+(" or region not in _ALWAYS_ZERO)
        ):
            yield PersonalData("phone", *sight.span())


# Where a national number is always written with its leading 0: without it, it counts something.
_ALWAYS_ZERO: Final = frozenset({"FR", "BE", "CH", "DE", "GB", "NL"})
