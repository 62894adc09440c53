"""Topics and judgments: what is asked, and which articles are relevant to it.

A topic is a line ``{"qid", "query"}``. Its judgments stand in a file of their
own, in TREC form (``qid 0 id relevance``) or as lines ``{"qid", "id",
"relevance"}``, or in the topic's line: ``"judgments"`` maps ids to relevance,
``"relevant_id"`` and ``"also_relevant_ids"`` name articles of relevance 1.
Relevance is a whole number; 0 and less is not relevant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from searchkit.errors import CorpusError
from searchkit.evaluation.lines import Line, json_object, read_lines
from searchkit.translation import _, grouped

Judgments = Mapping[str, int]
"""Relevance by article id."""

Qrels = Mapping[str, Judgments]
"""The judgments of each topic, by qid."""

MAX_RELEVANCE = 1_000
"""Relevance lies between this and its negative: trec_eval makes room for every grade up to it."""

_TREC_QRELS = "qid 0 id relevance"


@dataclass(frozen=True, slots=True)
class Topic:
    """A query with its name; ``place`` is where it was read (``file:line``).

    ``judgments`` are those of the topic's own line, None where it holds none.
    """

    qid: str
    query: str
    judgments: Judgments | None = None
    place: str = field(default="", compare=False)


def read_topics(path: Path) -> tuple[Topic, ...]:
    """The topics of a JSONL file (it may be gzipped), in order.

    Raises CorpusError, naming file and line, for what is no topic, for a qid
    that stands there twice, and for a file without topics.
    """
    topics: dict[str, Topic] = {}
    for line in read_lines(path):
        topic = _topic(line)
        if topic.qid in topics:
            message = _("{place}: the qid {qid!r} stands already in {first}").format(
                place=line.place, qid=topic.qid, first=topics[topic.qid].place
            )
            raise CorpusError(message, _("Give each topic its own qid."))
        topics[topic.qid] = topic
    if not topics:
        raise CorpusError(
            _("{path} holds no topics").format(path=path),
            _('Each is a line {"qid": …, "query": …}.'),
        )
    return tuple(topics.values())


def read_qrels(path: Path) -> Qrels:
    """The judgments of a file (it may be gzipped), in TREC form or as JSONL.

    Raises CorpusError, naming file and line, for what is no judgment and for two
    judgments that contradict each other; and for a file without judgments.
    """
    qrels: dict[str, dict[str, int]] = {}
    for line in read_lines(path):
        qid, article_id, relevance = _judgment(line)
        judged = qrels.setdefault(qid, {})
        if judged.setdefault(article_id, relevance) != relevance:
            raise CorpusError(
                _(
                    "{place}: {article_id!r} has relevance {relevance} for {qid!r}, "
                    "and {judged} in an earlier line"
                ).format(
                    place=line.place,
                    article_id=article_id,
                    relevance=relevance,
                    qid=qid,
                    judged=judged[article_id],
                ),
                _("Keep one of the two."),
            )
    if not qrels:
        raise CorpusError(
            _("{path} holds no judgments").format(path=path),
            _("Each is a line: {form}").format(form=_TREC_QRELS),
        )
    return qrels


def judgments_of(topics: Iterable[Topic]) -> Qrels:
    """The judgments that stand in the topics' own lines."""
    return {topic.qid: topic.judgments for topic in topics if topic.judgments is not None}


def _topic(line: Line) -> Topic:
    record = json_object(line)
    query = record.get("query")
    if not isinstance(query, str) or not query.strip():
        raise CorpusError(
            _('{place}: a topic needs its words under "query"').format(place=line.place)
        )
    return Topic(_qid(record, line), query, _own_judgments(record, line), line.place)


def _qid(record: Mapping[str, object], line: Line) -> str:
    qid = _name(record.get("qid"))
    if not qid:
        raise CorpusError(_('{place}: expected a name under "qid"').format(place=line.place))
    if any(character.isspace() for character in qid):
        message = _(
            "{place}: the qid {qid!r} holds white space, which no TREC file can hold"
        ).format(place=line.place, qid=qid)
        raise CorpusError(message, _("Write it without."))
    return qid


def _own_judgments(record: Mapping[str, object], line: Line) -> Judgments | None:
    """The judgments of a topic's line; None where none of their keys is there."""
    if not {"judgments", "relevant_id", "also_relevant_ids"} & record.keys():
        return None
    judged, others = record.get("judgments"), record.get("also_relevant_ids")
    judged = {} if judged is None else judged
    others = [] if others is None else others
    if not isinstance(judged, dict):
        raise CorpusError(_('{place}: "judgments" maps ids to relevance').format(place=line.place))
    if not isinstance(others, list):
        raise CorpusError(
            _('{place}: "also_relevant_ids" is a list of ids').format(place=line.place)
        )
    first = record.get("relevant_id")
    relevant = others if first is None else [first, *others]
    found = {_article_id(name, line): 1 for name in relevant}
    found |= {_article_id(name, line): _relevance(value, line) for name, value in judged.items()}
    return MappingProxyType(found)


def _article_id(value: object, line: Line) -> str:
    article_id = _name(value)
    if not article_id:
        raise CorpusError(
            _("{place}: expected the id of an article, not {value!r}").format(
                place=line.place, value=value
            )
        )
    return article_id


def _judgment(line: Line) -> tuple[str, str, int]:
    if line.text.startswith("{"):
        record = json_object(line)
        article_id = _name(record.get("id"))
        if not article_id:
            raise CorpusError(
                _('{place}: a judgment needs the article under "id"').format(place=line.place)
            )
        return _qid(record, line), article_id, _relevance(record.get("relevance"), line)
    try:
        # From both ends: the id of an article may hold blanks.
        qid, _zero, rest = line.text.split(None, 2)
        article_id, relevance = rest.rsplit(None, 1)
        grade = int(relevance)
    except ValueError:
        message = _("{place}: not a judgment; expected: {form} (a whole number)").format(
            place=line.place, form=_TREC_QRELS
        )
        raise CorpusError(message) from None
    return qid, article_id, _relevance(grade, line)


def _relevance(value: object, line: Line) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise CorpusError(
            _("{place}: the relevance is a whole number, not {value!r}").format(
                place=line.place, value=value
            )
        )
    if abs(value) > MAX_RELEVANCE:
        raise CorpusError(
            _("{place}: the relevance is more than {most}").format(
                place=line.place, most=grouped(MAX_RELEVANCE)
            )
        )
    return value


def _name(value: object) -> str:
    """A name as text that a file can hold; a number may stand for one."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return ""
    # As in the ids of articles: one line, and half a surrogate pair becomes U+FFFD.
    return " ".join(value.split()).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
