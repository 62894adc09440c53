"""Dialogs: small boxes in which a name is typed, one of several is chosen, or yes is said.

``talk(browse, …)`` starts a worker that may ``await app.push_screen_wait(dialog)``; Escape
answers None. Texts are shown as they are, never read as markup.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, NamedTuple, TypeVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from searchkit.errors import SearchkitError, cause_of, step_after
from searchkit.translation import _
from searchkit.ui.app.entry import Entry
from searchkit.ui.app.keys import MOVES, bindings
from searchkit.ui.plain import plain_line

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from searchkit.ui.app.browse import Browse

T = TypeVar("T")

Severity = Literal["information", "warning", "error"]


def tell(node: DOMNode, words: str, severity: Severity = "information") -> None:
    """Tell something in the corner of the screen for a few seconds, whatever it holds."""
    node.app.notify(plain_line(words), severity=severity, markup=False)


def talk(browse: Browse, talking: Coroutine[Any, Any, None]) -> None:
    """Do something that asks with dialogs, beside all else.

    What searchkit or the system cannot do is told.
    """
    browse.run_worker(_telling(browse, talking), group="dialog")


async def _telling(browse: Browse, talking: Coroutine[Any, Any, None]) -> None:
    try:
        await talking
    except SearchkitError as error:
        tell(browse, error.on_one_line, "error")
    except (OSError, MemoryError) as error:
        name = getattr(error, "filename", None) or ""
        tell(browse, f"{name}: {cause_of(error)}. {step_after(error)}".strip(": "), "error")


class Choice(NamedTuple):
    """One of several to choose from: what comes back, and how it is shown."""

    key: str
    text: Text


class Choices(OptionList):
    """A list with the keys of all lists."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(MOVES)]


class Dialog(ModalScreen[T], Generic[T]):
    """A box with a title; subclasses put their widgets into ``box``."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", show=False)]

    def __init__(self, title: str, hints: str = "") -> None:
        super().__init__()
        self._titled = plain_line(title)
        self._hints = hints

    def box(self) -> Vertical:
        """The box, for ``with`` in ``compose``."""
        box = Vertical(classes="box")
        box.border_title = Content(self._titled)
        box.border_subtitle = Content(self._hints or _("⏎ ok  Esc cancel"))
        return box

    def problem(self, words: str) -> None:
        """Tell below the widgets what is wrong; nothing where ``words`` are empty."""
        self.query_one(".problem", Static).update(Text(plain_line(words)))


class TypeDialog(Dialog[str | None]):
    """A line to type a name or a path in; answers what was typed, without blanks around it.

    ``check`` is asked before: what it returns is told, and the dialog stays, unless it
    is empty.
    """

    def __init__(
        self,
        title: str,
        value: str = "",
        *,
        note: str = "",
        check: Callable[[str], str] = lambda _: "",
    ) -> None:
        super().__init__(title)
        self._value, self._note, self._check = plain_line(value), note, check

    def compose(self) -> ComposeResult:
        """The line, the note and room for a problem."""
        with self.box():
            yield Entry(self._value, compact=True)
            if self._note:
                yield Static(Text(plain_line(self._note)), classes="note")
            yield Static("", classes="problem", markup=False)

    @on(Input.Changed)
    def _typed(self) -> None:
        self.problem("")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        typed = event.value.strip()
        wrong = self._check(typed) if typed else _("Type something, or leave with Esc.")
        if wrong:
            self.problem(wrong)
        else:
            self.dismiss(typed)


class ChooseDialog(Dialog[str | None]):
    """A list to choose one of; answers its key."""

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        note: str = "",
        hints: str = "",
        at: str | None = None,
    ) -> None:
        super().__init__(title, hints)
        self._choices = choices
        self._note = note
        self._at = at

    def compose(self) -> ComposeResult:
        """The note and the list."""
        with self.box():
            if self._note:
                yield Static(Text(plain_line(self._note)), classes="note")
            yield Choices(markup=False)

    def on_mount(self) -> None:
        """Fill the list."""
        self.show(self._choices, self._at)

    @property
    def chosen(self) -> str | None:
        """The key that the cursor is on."""
        at = self.query_one(Choices).highlighted
        return None if at is None else self._choices[at].key

    def show(self, choices: Sequence[Choice], at: str | None = None) -> None:
        """Show other choices; the cursor goes to the one with the key ``at``, else the first."""
        self._choices = choices
        listed = self.query_one(Choices)
        listed.set_options(Option(choice.text) for choice in choices)
        places = {choice.key: place for place, choice in enumerate(choices)}
        listed.highlighted = places.get(at or "", 0) if choices else None

    def answer(self) -> None:
        """What Enter and a click do."""
        self.dismiss(self.chosen)

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.answer()


class AskDialog(ChooseDialog):
    """A question; answers "yes", or what is false. ``yes`` says what would be done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss('yes')", show=False),
        Binding("n,t", "dismiss", show=False),  # t for "tidak"
    ]

    def __init__(self, question: str, yes: str, *, note: str = "") -> None:
        choices = [
            Choice("", Text(_("No, leave it as it is"))),
            Choice("yes", Text(plain_line(yes))),
        ]
        super().__init__(question, choices, note=note, hints=_("y yes  n no"))
