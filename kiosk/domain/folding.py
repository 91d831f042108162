"""Folding text for search: a hurried spelling finds what the list spells in full.

1. Case, accents and vowel signs do not count; letters that Unicode does not decompose get a plain one.
2. Arabic: no tatweel, no harakat; the forms of alef, ya, kaf and ha are one; digits are digits.
3. Folding is for finding only: nothing folded is ever shown, stored as a name or compared as an id.
"""
# ruff: noqa: RUF001, RUF003 - look-alike letters are this module's trade

import re
import unicodedata

_APART = {
    # Letters that Unicode does not take apart into a base and a mark.
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ŋ": "n", "ɲ": "n",
    "æ": "ae", "œ": "oe", "þ": "th", "ə": "e", "ɛ": "e", "ɔ": "o", "ɓ": "b", "ɗ": "d", "ƙ": "k",
    "ƴ": "y", "ɣ": "g", "ʋ": "v", "ɩ": "i", "ʊ": "u", "ς": "σ",
    # One letter in several forms: Arabic, Persian, Urdu.
    "ـ": "", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه",
    "ٱ": "ا", "ء": "", "گ": "ك", "\u200c": "", "\u200d": "", "\u200e": "", "\u200f": "",
    # Apostrophes join: N'Diaye, N’Diaye and Ndiaye are one name. (Ayn and hamza in transliterations too.)
    "'": "", "’": "", "‘": "", "ʼ": "", "ʻ": "", "ʿ": "", "ʾ": "", "`": "", "´": "",
}  # fmt: skip
_TABLE = str.maketrans(_APART)
_WORD = re.compile(r"[^\W_]+")
_ARTICLE = "ال"
_SHORTEST = 4
"""Length of an Arabic word up to which its first two letters are not taken for the article."""
_JOINS = re.compile("['’‘ʼʻʿʾ`´]")


def fold(text: str) -> str:
    """Return the text as search sees it: words of plain lower-case letters and digits, one space between.

    Total on any str; idempotent; blind to whether the text was composed or decomposed.
    """
    if text.isascii():
        plain = text.lower().replace("'", "").replace("`", "")
    else:
        # Marks left by decomposition are dropped; casefold may add new ones (İ), hence twice.
        plain = _without_marks(_without_marks(text).casefold()).translate(_TABLE)
    return " ".join(_WORD.findall(plain))


def fold_name(text: str) -> str:
    """Fold a name for the index, with the other forms by which it is looked up.

    Those are the parts around an apostrophe ("ndiaye n diaye") and an Arabic name without its article.
    """
    folded = fold(text)
    apart = fold(_JOINS.sub(" ", text)) if _JOINS.search(text) else folded
    bare = [word[2:] for word in folded.split() if word.startswith(_ARTICLE) and len(word) > _SHORTEST]
    return " ".join([folded, *([] if apart == folded else [apart]), *bare])


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    kept = "".join([character for character in decomposed if not unicodedata.combining(character)])
    return "".join([str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c for c in kept])
