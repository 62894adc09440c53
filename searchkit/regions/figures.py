"""Whether a result belongs to a region: "X (47,94)", "X dengan nilai 86,61", "X meraih ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from searchkit.regions.cues import cues
from searchkit.regions.mentions import Mention

_REACH = 70  # characters
_TOKEN = re.compile(r"\d+(?:[.,]\s?\d+)?|[^\W\d_]+|[%.;\n]")
_WORDS_AFTER = re.compile(r"(?: ?\([^()\n]{1,40}\))? ([^\W\d_]+)(?: ([^\W\d_]+))?")
_WORDS_BEFORE = re.compile(r"([^\W\d_]+)(?: ([^\W\d_]+))? $")
_BEFORE = re.compile(
    r"\d[.,]\d+\s(?:poin\s)?(?:ditempati|diraih|diperoleh|dicapai|dimiliki)\s(?:oleh\s)?$"
)


def has_figure(body: str, mentions: Sequence[Mention], index: int) -> bool:
    """Whether a score belongs to a mention of the body, right behind or before it.

    ``mentions`` are those of the body, in order. A percentage is no score, and
    a whole number only where brackets or a word for "score" announce it.
    """
    mention = mentions[index]
    begin, after = mention.end, index + 1
    if after < len(mentions) and mentions[after].setting == "parent":
        begin, after = mentions[after].end, after + 1  # "X, Jawa Tengah (98,02)"
    end = min([begin + _REACH, *(other.start for other in mentions[after : after + 1])])
    before = body[max(0, mention.start - _REACH) : mention.start]
    return _begins_with_figure(body[begin:end]) or bool(_BEFORE.search(before))


def has_result(body: str, mention: Mention) -> bool:
    """Whether the text says right behind a mention, or before it, that the region got a result.

    "X (juga) meraih ...", "diraih (oleh) X".
    """
    after = _WORDS_AFTER.match(body, mention.end)
    before = _WORDS_BEFORE.search(body, max(0, mention.start - _REACH), mention.start)
    return any(
        word.lower() in cues(role)
        for found, role in ((after, "result"), (before, "result_before"))
        if found
        for word in found.groups()
        if word
    )


def _begins_with_figure(text: str) -> bool:
    """Whether a text begins with a score, or with words that announce one."""
    announced = text.lstrip().startswith("(")
    for token, following in pairwise([*_TOKEN.findall(text.lower()), ""]):
        if token[0].isdigit():
            return (announced or not token.isdigit()) and following not in ("%", "persen")
        announced = announced or token in cues("score")
        if token not in cues("score") and token not in cues("score_filler") and token != "\n":
            return False
    return False
