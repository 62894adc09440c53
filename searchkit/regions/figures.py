"""Whether a result belongs to a region: "X (47,94)", "X dengan nilai 86,61", "X meraih ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from searchkit.regions.cues import cues
from searchkit.regions.gazetteer import Region
from searchkit.regions.mentions import Mention

_REACH = 70  # characters
_TOKEN = re.compile(r"\d+(?:[.,]\s?\d+)?|[^\W\d_]+|[%.;\n]")
_WORDS_AFTER = re.compile(r"(?: ?\([^()\n]{1,40}\))? ([^\W\d_]+)(?: ([^\W\d_]+))?")
_WORDS_BEFORE = re.compile(r"([^\W\d_]+)(?: ([^\W\d_]+))? $")
_BEFORE = re.compile(r"\d[.,]\d+\s(?:poin\s)?([^\W\d_]+)\s(?:oleh\s)?$")
_SHORT_NAME = re.compile(r"\s?\([^()\d\n]{1,40}\)")  # "X (Y) 83,2"


def with_figures(body: str, mentions: Sequence[Mention]) -> list[Region]:
    """The distinct regions that the body gives a score, of all its mentions, in order."""
    figured = (
        mention.meant
        for index, mention in enumerate(mentions)
        if mention.topical and _has_figure(body, mentions, index)
    )
    return list(dict.fromkeys(figured))


def with_results(body: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions that the body says got a result, with those enumerated beside them.

    Only where their level is said: "Bali meraih poin" is a club's doing.
    """
    levelled = {mention.group for mention in mentions if mention.level}
    told = [mention for mention in mentions if mention.group in levelled]
    rated = {mention.group for mention in told if _has_result(body, mention)}
    return [mention for mention in told if mention.group in rated]


def _has_figure(body: str, mentions: Sequence[Mention], index: int) -> bool:
    """Whether a score belongs to a mention of the body, right behind or before it.

    ``mentions`` are those of the body, in order. A percentage is no score, and
    a whole number only where brackets or a word for "score" announce it.
    """
    mention = mentions[index]
    begin, after = mention.end, index + 1
    if after < len(mentions) and mentions[after].setting == "parent":
        begin, after = mentions[after].end, after + 1  # "X, Jawa Tengah (98,02)"
    short = _SHORT_NAME.match(body, begin)
    begin = short.end() if short else begin
    while after < len(mentions) and mentions[after].start < begin:
        after += 1
    end = min([begin + _REACH, *(other.start for other in mentions[after : after + 1])])
    if _begins_with_figure(body[begin:end]):
        return True
    before = _BEFORE.search(body, max(0, mention.start - _REACH), mention.start)
    return before is not None and before.group(1).lower() in cues("result_before")


def _has_result(body: str, mention: Mention) -> bool:
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
    previous = ""
    for token, following in pairwise([*_TOKEN.findall(text.lower()), ""]):
        before, previous = previous, token
        if token[0].isdigit():
            if before in cues("rank") or before == "ke":
                continue  # "peringkat 2 dengan nilai 83,2"
            return (announced or not token.isdigit()) and following not in ("%", "persen")
        announced = announced or token in cues("score")
        if token not in cues("score") and token not in cues("score_filler") and token != "\n":
            return False
    return False
