# ruff: noqa: RUF001 - look-alike letters are this module's trade
"""The code page of a list that is not Unicode: the one that makes words of its bytes.

1. Only words with a byte above 127 count. In a code page such a word is of one of its languages, or of
   none: a symbol, a capital inside a word, two alphabets in one word, a run of accents.
2. The best evidence is headers that become known columns in one code page only, then the head's language.
3. Code pages that decode the list to the same text are one answer. If two different ones are about equally
   good, the program does not guess: the user is shown both and asked.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kiosk.service.lists.columns import head_language, recognised

_WORDS_A_BYTE = 12
"""This many words are kept for each byte above 127, from anywhere in the list."""
_LONGEST_WORD = 60
_WORD = re.compile(rb"[A-Za-z'\x80-\xff-]*[\x80-\xff][A-Za-z'\x80-\xff-]*")
_PUNCTUATION = frozenset("’‘“”«»–—…°·•€§№\u00a0ªº'-")
_ENOUGH = 0.5
"""Mean score of a word at which a code page is accepted."""
_PLAIN = 0.1
"""How much better the best must be than any with another text, over the words that differ."""
_IN_ITS_LANGUAGE, _IN_ANOTHER, _ONLY_PUNCTUATION, _NO_WORD = 1.0, 0.6, 0.6, -1.0
_RARE_LANGUAGE = 0.85
_CAPITALISED = 0.1
_SAME_LANGUAGE = 0.25
_MOST_ACCENTS = 2
"""The most adjacent letters above 127 in a word of Latin letters."""

_LATIN = {
    "fr": "àâæçèéêëîïôœùûüÿ",
    "es": "áéíñóúü",
    "pt": "àáâãçéêíóôõú",
    "de": "äöüß",
    "it": "àèéìòù",
    "sv": "åäöéøæ",
    "is": "áðéíóúýþæö",
    "tr": "çğıöşüâîû",
    "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýžľĺŕäô",
    "hu": "áéíóöőúüű",
    "ro": "ăâîşţșț",
    "hr": "čćđšž",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "et": "äõöüšž",
}
_COMMON = {
    "ru": ("оеаинтсрвлкм", "дпуяыьгзбчйхіїєґў", "жшюцщэфъё"),
    "el": ("αοιετνσηρπςίόά", "κμλυδγθωέήύώ", "χφβξζψϊϋΐΰ"),
    "ar": ("الينمروتبدعه", "ةفكحسقأجشصىخإ", "ضذثءظغطؤئزآپچژگ"),
    "he": ("יולהמראבנ", "תשכדקעםחפ", "טגצסזןךףץ"),
}
"""Letters of the other alphabets: the most frequent, ordinary and rare ones."""
_WESTERN = ("fr", "es", "pt", "de", "it", "sv", "is")


@dataclass(frozen=True, slots=True)
class _Page:
    """A code page: its languages, and how likely it is before anything is read."""

    languages: tuple[str, ...]
    prior: float


_PAGES = {
    "cp1252": _Page(_WESTERN, 0.2),
    "cp1254": _Page(("tr", "fr", "de", "es"), 0.2),
    "cp1256": _Page(("ar", "fr"), 0.06),
    "cp1251": _Page(("ru",), 0.05),
    "cp1250": _Page(("pl", "cs", "hu", "ro", "hr", "de"), 0.04),
    "cp1253": _Page(("el",), 0.04),
    "cp1257": _Page(("lt", "lv", "et", "de"), 0.0),
    "cp1255": _Page(("he",), 0.0),
    "mac_roman": _Page(_WESTERN, 0.0),
    "cp850": _Page(_WESTERN, 0.0),
    "cp857": _Page(("tr", "fr", "de"), -0.02),
    "mac_turkish": _Page(("tr", "fr", "de"), -0.02),
    "koi8_r": _Page(("ru",), -0.02),
    "cp866": _Page(("ru",), -0.02),
    "mac_cyrillic": _Page(("ru",), -0.02),
    "iso8859_15": _Page(_WESTERN, -0.04),
    "iso8859_9": _Page(("tr", "fr", "de"), -0.04),
    "iso8859_2": _Page(("pl", "cs", "hu", "ro", "hr", "de"), -0.04),
    "iso8859_13": _Page(("lt", "lv", "et", "de"), -0.04),
    "iso8859_5": _Page(("ru",), -0.04),
    "iso8859_6": _Page(("ar",), -0.04),
    "iso8859_7": _Page(("el",), -0.04),
    "iso8859_8": _Page(("he",), -0.04),
}


@dataclass(frozen=True, slots=True)
class Decoding:
    """Some words of a list, decoded with one code page.

    Attributes:
        scores: of each word, from -1 (not a word) to about 1.
        favour: evidence for the code page besides the words.
    """

    page: str
    words: tuple[str, ...]
    scores: tuple[float, ...]
    favour: float

    @property
    def score(self) -> float:
        """The mean over the words, plus the other evidence."""
        return sum(self.scores) / max(1, len(self.scores)) + self.favour

    def lead(self, other: "Decoding") -> float:
        """Return how much better this is than another, over the words that differ."""
        differing = [
            one - two
            for one, two, mine, theirs in zip(self.scores, other.scores, self.words, other.words, strict=True)
            if mine != theirs
        ]
        return sum(differing) / max(1, len(differing)) + self.favour - other.favour


class HeadWords:
    """The words of a list that have a byte above 127: a few for each such byte, in bounded memory."""

    def __init__(self) -> None:
        self._words: dict[bytes, None] = {}
        self._counts: Counter[int] = Counter()

    def gather(self, block: bytes) -> None:
        """Collect words from a block of the list that ends with a whole line."""
        for word in dict.fromkeys(_WORD.findall(block)):
            high = {byte for byte in word if byte > 0x7F}
            if (
                len(word) <= _LONGEST_WORD
                and word not in self._words
                and min(self._counts[byte] for byte in high) < _WORDS_A_BYTE
            ):
                self._words[word] = None
                self._counts.update(high)

    def rank(self, head: Sequence[bytes]) -> list[Decoding]:
        """Return the words as each code page decodes them, best first; those that agree are merged.

        Args:
            head: the first lines of the list, including the one that names the columns.
        """
        heads = {page: _head(head, page) for page in _PAGES}
        fewest = min(recognised(headers) for headers in heads.values())
        found: dict[tuple[str, ...], Decoding] = {}
        for page, headers in heads.items():
            texts = tuple(word.decode(page, "replace") for word in self._words)
            scores, dominant = _scored(texts, page)
            is_spoken = dominant == head_language(headers)
            favour = _PAGES[page].prior + recognised(headers) - fewest + _SAME_LANGUAGE * is_spoken
            found.setdefault(texts, Decoding(page, texts, scores, favour))
        return sorted(found.values(), key=lambda reading: -reading.score)


def is_plain(ranked: Sequence[Decoding]) -> bool:
    """Say whether the best reading is good, and better than any other."""
    best, *others = ranked
    return not best.words or (best.score >= _ENOUGH and all(best.lead(other) >= _PLAIN for other in others))


def telling(ranked: Sequence[Decoding], most: int) -> list[tuple[str, tuple[str, ...]]]:
    """Return the best few readings, each as its page and the words in which it differs from the others."""
    few = ranked[:most]
    rows = [row for row in zip(*(reading.words for reading in few), strict=True) if len(set(row)) > 1]
    return [(reading.page, tuple(row[at] for row in rows[:most])) for at, reading in enumerate(few)]


def _head(lines: Iterable[bytes], page: str) -> list[str]:
    """Return the headers of the line that names the most columns."""
    heads = (re.split(r"[;,\t]", line.decode(page, "replace").replace('"', "")) for line in lines)
    return max(heads, key=recognised, default=[])


def _scored(texts: Sequence[str], page: str) -> tuple[tuple[float, ...], str]:
    """Return each word's score in the page's languages, and the language of most of them."""
    fits = {language: [_fit(text, language) for text in texts] for language in _PAGES[page].languages}
    dominant = max(fits, key=lambda language: sum(fits[language]))
    scores = []
    for at, own in enumerate(fits[dominant]):
        other = max(fit[at] for fit in fits.values())
        scores.append(own if own > 0 else other * _IN_ANOTHER if other > 0 else _NO_WORD)
    return tuple(scores), dominant


def _fit(text: str, language: str) -> float:
    """Return how well a word fits a language."""
    high = [character for character in text if character > "\x7f" and character not in _PUNCTUATION]
    if not high:
        return _ONLY_PUNCTUATION
    weights = _weights(language)
    marks = [weights.get(character.lower(), 0.0) for character in high]
    if not all(marks) or not all(_is_shaped(part) for part in re.findall(r"\w+", text)):
        return _NO_WORD
    capital = _CAPITALISED * text[0].isupper()
    if language in _COMMON:
        is_mixed = any(character.isascii() and character.isalpha() for character in text)
        return _NO_WORD if is_mixed else 0.5 + 0.5 * sum(marks) / len(marks) + capital
    if len(high) == len(text) > 1 or re.search(rf"[^\x00-\x7f]{{{_MOST_ACCENTS + 1}}}", text):
        return _NO_WORD
    return (_IN_ITS_LANGUAGE + capital) * (_RARE_LANGUAGE if language == "is" else 1.0)


def _is_shaped(word: str) -> bool:
    """Say whether capitals are only where they may be: first, or everywhere."""
    return word[1:] == word[1:].lower() or word == word.upper()


@cache
def _weights(language: str) -> Mapping[str, float]:
    if language in _LATIN:
        letters = [*_LATIN[language], *(["İ".lower()] if language == "tr" else [])]
        return dict.fromkeys(letters, 1.0)
    frequent, ordinary, rare = _COMMON[language]
    return {letter: w for letters, w in ((frequent, 1.0), (ordinary, 0.7), (rare, 0.3)) for letter in letters}
