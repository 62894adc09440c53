"""``searchkit eval``: how well an index answers topics whose relevant articles are known."""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from searchkit.cli import errors, evaluations
from searchkit.cli.command import Command
from searchkit.cli.options import NOT_IDS, Invocation, invocation, shared_options
from searchkit.cli.output import Answer
from searchkit.translation import N_, _, grouped
from searchkit.ui.formats import shown_place

if TYPE_CHECKING:
    from searchkit.evaluation import Comparison, Evaluation, Qrels, Topic
    from searchkit.index import Index
    from searchkit.ui.screen import Screen

REJECTED_LINES = 20  # rejected records, and queries without an answer, that are told on stderr


def _writable(ctx: click.Context, param: click.Parameter, value: str | None) -> Path | None:
    """The file to write; refused before all topics are searched for."""
    path = Path(value) if value is not None and _named(ctx, param, value) else None
    if path is not None and not path.absolute().parent.is_dir():
        raise click.BadParameter(
            _("there is no folder {parent!r}.").format(parent=str(path.parent)), ctx, param
        )
    return path


def _named(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """What was typed; an empty name would mean the folder one is in."""
    if value == "":
        raise click.BadParameter(_("the name is empty."), ctx, param)
    return value


def _file(name: str, metavar: str, text: str, **more: Any) -> Callable[[Any], Any]:
    more = {"callback": _named, **more}
    return click.option(f"--{name}", metavar=metavar, type=click.Path(), help=text, **more)


@click.command(
    cls=Command,
    short_help="Measure how well topics with judgments are answered.",
    epilog="""
    \b
    Examples:
      searchkit eval --corpus c.jsonl --topics t.jsonl --qrels q.txt
      searchkit eval --topics t.jsonl --run today.trec
      searchkit eval --topics t.jsonl --against yesterday.trec
      searchkit eval --topics t.jsonl --explain q17
      searchkit eval --corpus c.jsonl.gz --topics t.jsonl --format csv > topics.csv
    \b
    Measures: nDCG@10 (the relevance itself is the gain, as in trec_eval's ndcg_cut),
    MRR@10 (mean of RR@10) and R@100, with 95 % bootstrap intervals. JSONL files may be
    gzipped. Exit code 1 where no topic is judged.
    """,
)
@_file(
    "corpus", "FILE", N_("Index these articles for the time being; without it the index is asked.")
)
@_file("topics", "FILE", N_('Lines {"qid", "query"}, with or without judgments.'), required=True)
@_file("qrels", "FILE", N_('Judgments: "qid 0 id relevance" or lines {"qid", "id", "relevance"}.'))
@_file("run", "FILE", N_("Write the rankings there, as a TREC run."), callback=_writable)
@_file("against", "RUN", N_("Compare with another TREC run, topic by topic."))
@click.option(
    "--explain",
    "explained",
    metavar="QID",
    help="Only show how one topic is answered, and what puts relevant articles behind others.",
)
@_file("keep", "DIR", N_("Keep the index of --corpus there."))
@click.option("--strict", is_flag=True, help="Never take articles that match only in part.")
@click.option("--literal", is_flag=True, help="Take words as words: read no regions, years, zones.")
@shared_options(NOT_IDS)
def eval_command(**options: Any) -> int:
    """Measure how well topics are answered whose relevant articles are known.

    Every topic is searched for as searchkit search does, 100 articles deep.
    Judgments stand in the lines of --topics or in --qrels, which then alone
    counts; topics without any are left out of the measures.
    """
    run = invocation(NOT_IDS)
    _check(options)
    gc.enable()  # off for the one search of a short process
    topics, qrels = _collection(options)
    flags = {"strict": options["strict"], "literal": options["literal"]}
    if options["explained"] is not None:
        return _explain(run, topics, qrels, options, flags)
    from searchkit.evaluation import compare, evaluate, read_run, write_run
    from searchkit.ui.evaluation import topic_progress

    against = read_run(Path(options["against"])) if options["against"] else None
    with (
        _index(run, options) as index,
        topic_progress(run.screen(stderr=True), len(topics)) as progress,
    ):
        evaluation = evaluate(index, topics, qrels, progress=progress, **flags)
    if options["run"]:
        write_run(options["run"], evaluation.run)
    comparison = compare(evaluation, against) if against and evaluation.judged else None
    _answer(run, evaluation, comparison)
    _tell(evaluation)
    return errors.FOUND if evaluation.judged else errors.NOTHING_FOUND


def _check(options: dict[str, Any]) -> None:
    """Refuse what does not go together, and a missing library, before any work is done."""
    if options["keep"] and not options["corpus"]:
        raise click.UsageError(_("--keep needs --corpus: only an index of it can be kept."))
    if options["explained"] is not None and (options["run"] or options["against"]):
        raise click.UsageError(_("--explain looks at one topic: leave out --run and --against."))
    from searchkit.evaluation import require_measures

    try:
        require_measures()
    except ImportError as error:
        raise click.UsageError(
            _("eval needs ir-measures ({error}). Type: pip install 'searchkit[eval]'").format(
                error=error
            )
        ) from error


def _collection(options: dict[str, Any]) -> tuple[tuple[Topic, ...], Qrels]:
    from searchkit.evaluation import judgments_of, read_qrels, read_topics

    topics = read_topics(Path(options["topics"]))
    qrels = read_qrels(Path(options["qrels"])) if options["qrels"] else judgments_of(topics)
    return topics, qrels


@contextmanager
def _index(run: Invocation, options: dict[str, Any]) -> Iterator[Index]:
    """The index to ask: one built of --corpus, or the one of the settings."""
    if not options["corpus"]:
        with run.reading() as index:
            yield index
        return
    from contextlib import ExitStack

    from searchkit.evaluation import built_index
    from searchkit.ui.progress import sync_progress

    keep = Path(options["keep"]) if options["keep"] else None
    with _interruptible(), ExitStack() as stack:
        with sync_progress(run.screen(stderr=True)) as progress:
            corpus, stems = Path(options["corpus"]), run.settings.cache
            built = stack.enter_context(
                built_index(corpus, keep=keep, stems=stems, progress=progress)
            )
        rejected = [
            f"{shown_place(one.path, one.line)}: {one.reason}" for one in built.report.rejected
        ]
        _say_some(rejected)
        yield built.index


@contextmanager
def _interruptible() -> Iterator[None]:
    """Being asked to terminate ends the run as Ctrl-C does: what is temporary is removed."""

    def interrupt(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before or signal.SIG_DFL)


def _explain(
    run: Invocation,
    topics: tuple[Topic, ...],
    qrels: Qrels,
    options: dict[str, Any],
    flags: dict[str, bool],
) -> int:
    from searchkit.evaluation import explain_topic

    qid = options["explained"]
    topic = next((topic for topic in topics if topic.qid == qid), None)
    if topic is None:
        some = ", ".join(topic.qid for topic in topics[:5])
        message = _("{file} has no topic {qid!r}; its topics are {some}, …").format(
            file=options["topics"], qid=qid, some=some
        )
        raise click.BadParameter(message, param_hint="'--explain'")
    with _index(run, options) as index:
        explanation = explain_topic(index, topic, qrels.get(topic.qid), **flags)
    answer = Answer(
        record=lambda: evaluations.explanation_record(explanation),
        lines=lambda: map(evaluations.explained_record, explanation.articles),
        columns=evaluations.EXPLAINED_COLUMNS,
        rows=lambda: map(evaluations.explained_record, explanation.articles),
    )

    def show(screen: Screen) -> None:
        from searchkit.ui.evaluation import show_explanation

        show_explanation(screen, explanation)

    run.answer(answer, show)
    return errors.FOUND if explanation.scores is not None else errors.NOTHING_FOUND


def _answer(run: Invocation, evaluation: Evaluation, comparison: Comparison | None) -> None:
    columns = (
        (*evaluations.TOPIC_COLUMNS, *evaluations.AGAINST_COLUMNS)
        if comparison
        else evaluations.TOPIC_COLUMNS
    )
    answer = Answer(
        record=lambda: evaluations.evaluation_record(evaluation, comparison),
        lines=lambda: (
            evaluations.topic_record(result, comparison) for result in evaluation.results
        ),
        columns=columns,
        rows=lambda: (
            evaluations.topic_record(result, comparison) for result in evaluation.results
        ),
    )

    def show(screen: Screen) -> None:
        from searchkit.ui.evaluation import show_evaluation

        show_evaluation(screen, evaluation, comparison)

    run.answer(answer, show)


def _tell(evaluation: Evaluation) -> None:
    """Say on stderr what went wrong with topics."""
    _say_some(
        [
            _("{place}: {failure}; nothing was found").format(
                place=result.topic.place or result.topic.qid, failure=result.failure
            )
            for result in evaluation.failed
        ]
    )
    if not evaluation.judged:
        errors.say(_("No topic is judged: give --qrels, or judgments in the lines of --topics."))


def _say_some(messages: list[str]) -> None:
    for message in messages[:REJECTED_LINES]:
        errors.say(" ".join(message.split()))
    if len(messages) > REJECTED_LINES:
        errors.say(_("… and {count} more").format(count=grouped(len(messages) - REJECTED_LINES)))
