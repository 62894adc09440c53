"""Reduplication: two halves of one word, joined by a hyphen.

The kinds that Indonesian grammar tells apart: the whole word (kota-kota), the
root with affixes (berlari-lari, kebarat-baratan), the reciprocal
(tolong-menolong), the infixed (tali-temali), and a changed sound, be it a
consonant (sayur-mayur) or vowels (gerak-gerik).
"""

from __future__ import annotations

from searchkit.language.affixes import inner_prefixes, inner_suffixes

MAX_LETTERS = 40
"""No half of a reduplication is longer; longer strings are never compared."""

_VOWELS = "aeiou"
_NASALS = {"t": "men", "p": "mem", "s": "meny", "k": "meng"}
_RECIPROCAL = ("me", "mem", "men", "meng", "ber")
_INFIXES = ("em", "el", "er")


def doubled_root(left: str, right: str) -> str | None:
    """The stretch that both halves repeat with at most affixes around it, or None.

    ``kota``, ``kota`` → ``kota``; ``berlari``, ``lari`` → ``lari``; ``tolong``,
    ``menolong`` → ``tolong``. Both halves in lower case.
    """
    if not 2 <= len(left) <= MAX_LETTERS or not 2 <= len(right) <= MAX_LETTERS:
        return None
    if left == right:
        return left
    for at in range(len(left) - 2):
        root = left[at:]
        if right.startswith(root) and _around(left[:at], right[len(root) :]):
            return root
    derived = [prefix + left for prefix in _RECIPROCAL]
    if left[0] in _NASALS:
        derived.append(_NASALS[left[0]] + left[1:])
    derived += [left[0] + infix + left[1:] for infix in _INFIXES]
    return left if any(_with_suffix(right, base) for base in derived) else None


def rhymes(left: str, right: str) -> bool:
    """Whether the halves differ in their first consonant or in their vowels only.

    A pair in -a and -i names man and woman (putra-putri, siswa-siswi): two words.
    """
    if len(left) != len(right) or not 4 <= len(left) <= MAX_LETTERS or left == right:
        return False
    if left[:-1] == right[:-1] and (left[-1], right[-1]) == ("a", "i"):
        return False
    if left[1:] == right[1:]:
        return True
    skeleton = _consonants(left)
    return len(skeleton) >= 2 and skeleton == _consonants(right)


def _around(prefix: str, suffix: str) -> bool:
    if prefix and prefix not in inner_prefixes():
        return False
    return _is_suffix_chain(suffix)


def _with_suffix(word: str, base: str) -> bool:
    return word.startswith(base) and _is_suffix_chain(word[len(base) :])


def _is_suffix_chain(rest: str) -> bool:
    """Whether ``rest`` is empty, one suffix, or two (-annya, -kanlah)."""
    suffixes = inner_suffixes()
    return (
        not rest
        or rest in suffixes
        or any(rest[:at] in suffixes and rest[at:] in suffixes for at in range(1, len(rest)))
    )


def _consonants(word: str) -> str:
    return "".join(letter for letter in word if letter not in _VOWELS)
