"""Decoding: bytes → clean text. The one importer of ftfy, and only where text shows mojibake.

Clean text is NFC, has ``\\n`` line ends and plain spaces, and holds no control
characters (other than ``\\n`` and ``\\t``), terminal escapes, invisible or
direction marks, HTML entities, characters of double width that ASCII has as well, or
lone surrogates. Typographic quotes, dashes
and apostrophes stay as they are.
"""

from __future__ import annotations

import codecs
import html
import re
import unicodedata
from functools import cache
from typing import Any

from searchkit.translation import N_

BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks and what they announce (UTF-32 first: its mark begins with UTF-16's)."""

BINARY = N_(
    "looks like a binary file, or UTF-16 without a byte order mark: "
    "save it as UTF-8 text, or move it out of the corpus"
)
_SNIFFED_BYTES = 65536
_CONTROL_BYTES = bytes({*range(9), 11, *range(14, 27), *range(28, 32), 127})
"""Control characters that text has no use for (tab, line ends, form feed and escape aside)."""


def announced(data: bytes) -> tuple[str, int] | None:
    """The encoding that a byte order mark announces and the mark's length, else None."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return encoding, len(mark)
    return None


def looks_binary(data: bytes) -> bool:
    """Whether more than one byte in a hundred of the first 64 KiB is a control character."""
    head = data[:_SNIFFED_BYTES]
    if announced(head) is not None:
        return False
    return len(head) - len(head.translate(None, _CONTROL_BYTES)) > len(head) / 100


def decode(data: bytes) -> str:
    """Bytes as text: by byte order mark, else UTF-8, else Windows-1252. Never raises.

    Bytes that are no UTF-8 are read as Windows-1252 one by one, so that a page
    that mixes both comes out right. Control characters are still there.
    """
    mark = announced(data)
    if mark and mark[0] != "utf-8":
        return data[mark[1] :].decode(mark[0], errors="replace")
    if mark:
        data = data[mark[1] :]
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if data.decode("utf-8", errors="ignore").isascii():
            return data.decode("latin-1").translate(_WINDOWS_1252)
        # Each byte that is no UTF-8 becomes half a surrogate pair, and that its character.
        return data.decode("utf-8", errors="surrogateescape").translate(_ESCAPED_BYTES)


def clean(text: str) -> str:
    """The text as searchkit keeps it; see the module's description."""
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    if text.isascii() or not _UNUSUAL.search(text):
        return plain(text)
    # What is invisible goes first: it may stand between a letter and its mark.
    return _composed(plain(_unmangled(_paired(text)))).translate(_FULL_WIDTH)


def plain(text: str) -> str:
    """Only the layout of clean text: line ends, spaces, nothing invisible."""
    # All that is changed here is no printable character, save some marks that nobody sees.
    if text.replace("\n", "").isprintable() and (text.isascii() or not _UNSEEN.search(text)):
        return text
    if not text.isascii():
        text = _SPACE.sub(" ", text)
    if "\x1b" in text:
        text = _ESCAPE.sub("", text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _INVISIBLE.sub("", _LINE_END.sub("\n", text))


# Bytes ------------------------------------------------------------------------------------

_WINDOWS_1252 = {
    byte: bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(128, 160)
}
"""What Latin-1 has for controls; the five bytes without a meaning stay C1 controls."""

_ESCAPED_BYTES = {0xDC00 + byte: _WINDOWS_1252.get(byte, chr(byte)) for byte in range(128, 256)}

# Layout -----------------------------------------------------------------------------------

_LINE_END = re.compile("[\v\f\u2028\u2029]")
_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_UNSEEN = re.compile("[\u034f\u17b4\u17b5\u180b-\u180f\U000e0100-\U000e01ef]")
_UNUSUAL = re.compile("[^\x00-\x7f\u00a0\u2010-\u201f\u2022\u2026]")
"""All but ASCII, the no-break space and the usual dashes, quotes, dots: these mean themselves."""

_FULL_WIDTH = {0xFF00 + code - 0x20: code for code in range(0x21, 0x7F)}
"""What keyboards of East Asia write for ASCII: "９８，１９" is read as 98,19, not as 98."""

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]"  # colours, cursor movements
    r"|[\]PX^_](?:[^\x07\x1b\n]*(?:\x07|\x1b\\))?"  # titles, links, device strings
    r"|[()*+][0-9A-Za-z])?"  # character sets
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def _paired(text: str) -> str:
    """Surrogate pairs become their character, lone surrogates U+FFFD."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


_MAX_MARKS = 30
"""The longest run of combining marks in Unicode's stream-safe format (UAX 15)."""


def _composed(text: str) -> str:
    """NFC. Longer runs of combining marks are cut: composing them takes quadratic time."""
    kept: list[str] = []
    run = start = 0
    for match in _COMBINING_RUN.finditer(text):
        for at in range(match.start(), match.end()):
            run = run + 1 if unicodedata.combining(text[at]) else 0
            if run > _MAX_MARKS:
                kept.append(text[start:at])
                start = at + 1
        run = 0
    return unicodedata.normalize("NFC", "".join((*kept, text[start:])))


_COMBINING_RUN = re.compile("[^\x00-\u02ff\u2000-\u206f]{31,}")
"""Where such a run could be: no script of Latin letters and usual punctuation has one."""

# Mojibake ---------------------------------------------------------------------------------

_HIGH = "\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
_HIGH += "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"
_TRAIL = f"\u0080-\u00bf{_HIGH}"
_SUSPECT = re.compile(
    f"[\u0080-\u009f]|\u00e2\u20ac|\u2020"
    f"|[\u00c2-\u00df][{_TRAIL}]|[\u00e0-\u00ef][{_TRAIL}]{{2}}|[\u00f0-\u00f4][{_TRAIL}]{{3}}"
)
"""Traces of UTF-8 that was read as Windows-1252, and of C1 controls."""

_CUT_DASH = re.compile('(?<=\\s)\u00e2\u20ac"(?=\\s)')
_CUT_APOSTROPHE = re.compile("(?<=\\w)\u00e2\u20ac'(?=\\w)")
_CUT_QUOTE = re.compile(f"(?<=\\S)\u00e2\u20ac(?:[?\ufffd](?!\\w)|(?![{_TRAIL}\"']))")
_CUT_QUOTE_SPACE = re.compile("(?<=\\S)\u00e2\u20ac\u00a0")


def _unmangled(text: str) -> str:
    """The text with mojibake repaired, line by line.

    The third byte of a closing quotation mark (E2 80 9D) has no meaning in
    Windows-1252 and is often lost: "â€" alone is told here, before ftfy would
    take the character behind it for the lost one.
    """
    if not _SUSPECT.search(text):
        return text
    return "\n".join(
        _repaired(line) if _SUSPECT.search(line) else line for line in text.split("\n")
    )


def _repaired(line: str) -> str:
    if "\u00e2\u20ac" in line:
        line = _CUT_DASH.sub("\u2013", line)
        line = _CUT_APOSTROPHE.sub("\u2019", line)
        line = _CUT_QUOTE_SPACE.sub("\u201d ", line)
        line = _CUT_QUOTE.sub("\u201d", line)
    line = _with_ftfy(line)
    return _daggers_closed(line) if "\u2020" in line else line


def _with_ftfy(line: str) -> str:
    import ftfy

    return str(ftfy.fix_text(line, _ftfy_config()))


@cache
def _ftfy_config() -> Any:
    """Repair wrong decodings, touch nothing else."""
    import ftfy

    return ftfy.TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )


def _daggers_closed(line: str) -> str:
    """Turn a dagger into the closing quotation mark that it was.

    A cut quotation mark and the no-break space behind it (E2 80 A0) read as a
    dagger. It is taken for one only behind a word inside an open “ quotation.
    """
    parts: list[str] = []
    is_open = False
    for at, char in enumerate(line):
        if char in "\u201c\u201d":
            is_open = char == "\u201c"
        elif char == "\u2020" and is_open and not line[at - 1].isspace():
            is_open = False
            char = "\u201d " if line[at + 1 : at + 2].isalnum() else "\u201d"
        parts.append(char)
    return "".join(parts)
