"""Entry: a line to type in that does every key in its turn."""

from __future__ import annotations

from textual import events
from textual.widgets import Input


class Entry(Input):
    """An Input whose editing keys are done in the order in which they are pressed.

    Textual hands a key that is no letter on to the application first: of letters and a
    Backspace that come at once, all letters would be typed before anything is deleted.
    """

    async def _on_key(self, event: events.Key) -> None:
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            if not binding.priority:
                event.stop()
                event.prevent_default()
                await self.run_action(binding.action)
                return
