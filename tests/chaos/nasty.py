"""Nasty files: everything that has ever made a reader of untrusted files fall over.

Each is made by code, so that none lies about in the project. ``nasty_files`` gives
contents under a name that tells what is nasty about them, ``make_special`` what is no
ordinary file at all.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import re
import socket
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

LEAD = (
    "Hasil penilaian kepatuhan pelayanan publik Ombudsman RI tahun 2023: "
    "Kota Blitar memperoleh nilai 98,19 dan masuk zona hijau.\n"
)
"""What makes an article speak of an assessment, so that all rules are asked."""

STEERING = {
    "clear": "\x1b[2J\x1b[H",
    "colour": "\x1b[31;41m",
    "c1_csi": "\x9b31m",
    "title": "\x1b]0;JUDUL\x07",
    "link": "\x1b]8;;https://jahat.example\x07tautan\x1b]8;;\x07",
    "clipboard": "\x1b]52;c;ZWNobw==\x07",
    "dcs": "\x1bP$q m\x1b\\",
    "c1_osc": "\x9d0;JUDUL\x9c",
    "apc": "\x1b_Gf=24;AAAA\x1b\\",
    "open_osc": "\x1b]0;tak berakhir",
    "reset": "\x1bc",
    "charset": "\x1b(0",
    "bidi": "\u202ekilab\u202c",
    "isolate": "\u2067kilab\u2069",
    "zero_width": "ko\u200bta\u200d\ufeff",
    "tags": "\U000e0041\U000e0042",
    "selectors": "a\ufe0f\U000e0100",
    "nul": "a\x00b",
    "surrogate": "\ud800",
    "noncharacter": "\ufffe\uffff\U0001ffff",
    "private": "\ue000\U0010fffd",
    "marks": "e" + "\u0301" * 200,
    "rich": "[red]merah[/red][link=https://jahat.example]x[/link]",
    "textual": "[@click=app.quit]tekan[/]",
    "unclosed": "[/] [bold [[",
    "breaks": "a\r\x0b\x0c\x85\u2028\u2029b",
    "bell": "\x07\x08\x7f",
    "formula": '=HYPERLINK("https://jahat.example")',
    "markdown": "](javascript:alert(1)) ![x](y) `a` <b> | # *",
}
"""What steers terminals, markup, spreadsheets and eyes, by what it is."""

STEERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
"""Whatever moves a cursor, hides or reorders text, or is no character at all; newlines and tabs
aside."""

FRAGMENTS = (
    *("1", "1.", "98,19,", "nilai 98,19 ", "skor ", "nilai ", "Kab. ", "Kabupaten ", "Kota "),
    *("zona ", "zona hijau ", "hijau ", "merah, ", '"', '"a" ', "“", "”", "(", ")", "[", "]"),
    *("() ", "-", " - ", "–", "14/12/2023 ", "Senin, 2 Desember 2024 ", "(14/12) ", "Senin "),
    *("2023 ", "tahun ", "tahun 2023 ", "peringkat ", "peringkat ke-4 dari 268 ", "dari "),
    *("dari 65,02 menjadi 94,66 ", "Kota Blitar, Kabupaten Blora, ", "Malang ", "Kementerian "),
    *("Kota Malang (98,19), ", "1. Pemkab Blora (98,02).\n", "1. ", "Dinas ", "… ", "! ", ". "),
    *("Dinas Penanaman Modal (DPM) ", "(ABC) ", "https://a.example/ ", "a@b.", "a.com ", "."),
    *("a-", "baik-baik", "a'", "\t", " ", "\n", "a\n", "&", "&amp;", "&#", "<", ">", "<b>", "*"),
    *("**a", "_", "_a_ ", "`", "#", "|", "| a ", "[a](b) ", "[a]", "![", "[a](", "> ", "- ", "="),
    *("\\", "\\*", ": ", "; ", ", ", "/", "1/", "~", "+", "â€", "Ã", "â", "\u0301", "ᄀ", "क्"),
    *("a\u200b", "© 2023 ", "Baca juga: a\n", "Foto: a\n", "dua puluh lima ", "ke-", "Pj. ", "%"),
    *("kategori A ", "tidak ada lagi rapor merah ", "a:\n", "Jawa Timur ", "Polres Sigi, ", "A. "),
    *("BLITAR – ", "MALANG, contoh.id – ", "semua kabupaten ", "1-", "1/1/", "a1", "A.B. ", "ß"),
)
"""What the rules look for; a text that repeats one of them shows whether its time is linear."""


class Nasty(NamedTuple):
    """A file: its name tells the format and what is nasty, ``content`` is called for the bytes."""

    name: str
    content: Callable[[], bytes]


def nasty_files(mib: float = 10.0) -> Iterator[Nasty]:
    """All nasty files; the large ones have about so many MiB."""
    size = int(mib * 1024 * 1024)
    yield from _bytes()
    yield from _steering()
    yield from _long(size)
    yield from _yaml(size)
    yield from _json(size)
    yield from _tables(size)
    yield from _pages(size)
    yield from _packed()


def repeated(fragment: str, chars: int) -> str:
    """An article of so many characters that says one thing over and over."""
    return LEAD + (fragment * (chars // len(fragment) + 1))[: max(0, chars - len(LEAD))]


def _of(name: str, *parts: str | bytes) -> Nasty:
    """A small file, put together of text and bytes."""
    return Nasty(name, lambda: b"".join(_raw(part) for part in parts))


def _raw(part: str | bytes) -> bytes:
    return part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")


# Bytes ------------------------------------------------------------------------------------


def _bytes() -> Iterator[Nasty]:
    words = LEAD * 3
    for suffix in ("txt", "md", "html", "jsonl", "csv", "tsv"):
        yield _of(f"empty.{suffix}")
        yield _of(f"one-byte.{suffix}", "a")
        yield _of(f"one-high-byte.{suffix}", b"\xff")
        yield _of(f"nul.{suffix}", b"\0")
        yield _of(f"newlines.{suffix}", "\n" * 5000)
        yield _of(f"white.{suffix}", " \t\r\n\u3000\u00a0" * 500)
        yield _of(f"bom-only.{suffix}", b"\xef\xbb\xbf")
        yield _of(f"bom-16-only.{suffix}", b"\xff\xfe")
        yield _of(f"bom-16-odd.{suffix}", b"\xff\xfea\0b")
        yield _of(f"bom-32-odd.{suffix}", b"\xff\xfe\0\0a\0\0\0b\0")
        yield _of(f"every-byte.{suffix}", bytes(range(256)) * 50)
        yield _of(f"png.{suffix}", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 20)
        yield Nasty(f"tar.{suffix}", _tar)
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-7", "cp1252"):
        yield Nasty(f"{encoding}.txt", lambda encoding=encoding: words.encode(encoding))  # type: ignore[misc]
    yield _of("bom-inside.txt", words, b"\xef\xbb\xbf", words, b"\xff\xfe", words)
    yield _of("mixed.txt", words, "é".encode("latin-1"), "é", words.encode("utf-16"), words)
    yield _of("cut-off-utf-8.txt", words, "é".encode()[:1])
    yield _of("overlong-utf-8.txt", words, b"\xc0\xaf\xe0\x80\xaf\xf8\x88\x80\x80\x80", words)
    yield _of("surrogates-utf-8.txt", words, b"\xed\xa0\x80\xed\xb0\x80", words)
    yield _of("lone-surrogates-utf-16.txt", b"\xff\xfe", b"a\0" * 40, b"\0\xd8" * 9, b"a\0" * 40)


def _tar() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        member = tarfile.TarInfo("../../luar.txt")
        member.size = len(LEAD)
        archive.addfile(member, io.BytesIO(LEAD.encode()))
    return file.getvalue()


# What steers ------------------------------------------------------------------------------


def _steering() -> Iterator[Nasty]:
    for name, attack in STEERING.items():
        told = f"{attack}Loket{attack} Kota Blitar {attack}"
        text = f"{told}\n\n{LEAD}{told}"
        record = {
            "id": f"{attack}{name}",
            "title": told,
            "text": text,
            "outlet": f"{attack}Media",
            "author": f"{attack}Penulis",
            "url": f"https://a.example/{attack}",
            "published": f"2024-11-18{attack}",
            f"lain{attack}": told,
        }
        yield _of(f"steering-{name}.txt", text)
        yield _of(f"steering-{name}.md", f"---\ntitle: >\n  {told}\n---\n# {told}\n\n{text}")
        yield _of(f"steering-{name}.html", f"<title>{told}</title><p>{text}</p><!--{told}-->")
        yield _of(f"steering-{name}.jsonl", json.dumps(record, ensure_ascii=True))
        yield _of(f"steering-raw-{name}.jsonl", json.dumps(record, ensure_ascii=False))
        cells = ",".join('"' + value.replace('"', '""') + '"' for value in record.values())
        yield _of(f"steering-{name}.csv", ",".join(list(record)[:7]) + ",lain\n", cells)


# Long -------------------------------------------------------------------------------------


def _long(size: int) -> Iterator[Nasty]:
    yield Nasty("one-word.txt", lambda: b"a" * size)
    yield Nasty("one-number.txt", lambda: b"1" * size)
    yield Nasty("one-line.txt", lambda: b"kata " * (size // 5))
    yield Nasty("one-line-no-spaces.md", lambda: b"kata," * (size // 5))
    yield Nasty("paragraphs.txt", lambda: b"Kota Blitar berbenah.\n\n" * min(100_000, size // 23))
    yield Nasty("short-lines.txt", lambda: b"a\n" * min(240_000, size // 2))
    yield Nasty("marks.txt", lambda: ("e" + "\u0301" * min(200_000, size // 2)).encode())
    yield Nasty("marks-in-turn.txt", lambda: ("e" + "\u0301\u0323" * 100_000).encode())
    yield Nasty("mojibake.txt", lambda: ("â€œ Ã© " * min(60_000, size // 12)).encode())
    yield Nasty("mojibake-line.txt", lambda: ("â€" * min(200_000, size // 5)).encode())
    yield Nasty("zalgo.md", lambda: ("# " + ("Z" + "\u0310\u0347" * 50) * 4000).encode())
    yield Nasty("new-words.txt", lambda: " ".join(_words(size)).encode())
    yield Nasty("new-words-few.txt", lambda: " ".join(_words(min(size, 150_000))).encode())
    for at, fragment in enumerate(FRAGMENTS):
        yield Nasty(
            f"repeated-{at}.{'md' if at % 2 else 'txt'}",
            lambda fragment=fragment: repeated(fragment, min(size, 120_000)).encode(),  # type: ignore[misc]
        )


def _words(chars: int) -> Iterator[str]:
    """Words that are all different and look derived: the stemmer knows none of them."""
    vowels, consonants = "aiueo", "bcdfghjklmnpqrstvwxyz"
    made = number = 0
    while made < chars:
        digits, root = number, ""
        for _ in range(3):
            digits, consonant = divmod(digits, len(consonants))
            digits, vowel = divmod(digits, len(vowels))
            root += consonants[consonant] + vowels[vowel]
        word = f"memper{root}q{number % 7 * 'x'}kannya"
        made += len(word) + 1
        number += 1
        yield word


# YAML -------------------------------------------------------------------------------------


def _yaml(size: int) -> Iterator[Nasty]:
    def front(name: str, yaml: str, body: str = LEAD) -> Nasty:
        return _of(f"yaml-{name}.md", f"---\n{yaml}\n---\n{body}")

    laughs = "\n".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]" for n in range(9)
    )
    yield front("laughs", f"a: &a lol\n{laughs}")
    merges = "\n".join(
        f"{chr(98 + n)}: &{chr(98 + n)} {{<<: [{', '.join([f'*{chr(97 + n)}'] * 9)}]}}"
        for n in range(9)
    )
    yield front("merge-laughs", f"a: &a {{k: v}}\n{merges}")
    keys = "\n".join(
        f"{chr(98 + n)}: &{chr(98 + n)}\n  ? [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n  : 1"
        for n in range(9)
    )
    yield front("key-laughs", f"a: &a [x]\n{keys}")
    listed = "\n".join(f"- &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]" for n in range(9))
    yield front("tuple-laughs", f"title: x\nl:\n- &a [x]\n{listed}\n? *j\n: 1")
    yield front("own-anchor", "a: &a [*a]\nb: &b {c: *b}")
    yield front("own-key", "? &a [*a]\n: 1")
    yield front("unknown-alias", "a: *b")
    yield front("deep-flow", "a: " + "[" * 30_000)
    yield front("deep-flow-closed", "a: " + "[" * 30_000 + "]" * 30_000)
    yield front("deep-maps", "a: " + "{a: " * 15_000 + "}" * 15_000)
    yield front("deep-block", "- " * 30_000)
    yield front("deep-keys", "? " * 30_000)
    yield front("deep-indent", "\n".join(" " * n + "a:" for n in range(350)))
    yield front("medium-depth", "a: " + "[" * 900 + "]" * 900)
    yield front("python", "a: !!python/object/apply:os.system ['touch /tmp/jahat']")
    yield front("python-name", "a: !!python/name:os.system")
    for tag, value in (
        *(("bool", "x"), ("int", '""'), ("int", "x"), ("float", "x"), ("timestamp", "x")),
        *(("binary", "????"), ("null", "x"), ("set", "x"), ("omap", "[a]"), ("pairs", "[a]")),
        *(("map", "x"), ("seq", "x"), ("str", "[x]"), ("merge", "x"), ("value", "x"), ("x", "x")),
    ):
        yield front(f"tag-{tag}-{len(value)}", f"title: !!{tag} {value}")
    yield front("local-tag", "title: !jahat x")
    yield front("long-int", "nilai: " + "9" * 10_000)
    yield front("long-hex", "nilai: 0x" + "f" * 30_000)
    yield front("long-octal", "nilai: 0" + "7" * 30_000)
    yield front("sexagesimal", "nilai: 1" + ":59" * 15_000)
    yield front("sexagesimal-float", "nilai: 1" + ":59" * 15_000 + ".5")
    yield front("floats", "a: 1e999\nb: .inf\nc: .nan\nd: -.INF\ne: 1.5e+99999999999")
    yield front(
        "dates", "date: 99999-01-01\na: [2024-13-45]\nb: 0000-00-00\nc: 2024-02-30 25:61:61"
    )
    yield front("huge-zone", "a: [2024-01-01 00:00:00 +99:99]")
    yield front("key-kinds", "1: a\n2.5: b\ntrue: c\nnull: d\n2024-01-01: e\n? [a, b]\n: f\n~: g")
    yield front("key-map", "? {a: b}\n: c")
    yield front("twice", "title: a\ntitle: b\ntitle: c")
    yield front("merge-twice", "a: &a {title: x}\n<<: *a\n<<: *a\n<<: 1")
    yield front("many-documents", "title: a\n--- !x\ntitle: b")
    yield front("directive", "%YAML 9.9\n%TAG ! tag:x,2000:\n--- \ntitle: a")
    yield front("list", "- a\n- b")
    yield front("scalar", "kata")
    yield front("tabs", "\ttitle: a")
    yield front("control", 'title: "\\0\\x1b[31m\\ud800\\U0010ffff"')
    yield front("astral", 'title: "\\UFFFFFFFF"')
    yield front("many-keys", "\n".join(f"k{n}: v" for n in range(5000)))
    yield front("long-key", "a" * 60_000 + ": b")
    yield front("long-title", "title: " + "judul " * 10_000)
    yield front("too-long", "title: " + "judul " * 40_000)
    yield front("empty", "")
    yield front("empty-body", "title: a", "")
    yield front("nested-text", "text: {a: b}")
    yield front("nested-id", "id: [a]")
    yield _of("yaml-not-closed.md", "---\ntitle: a\n" + LEAD * 100)
    yield Nasty("yaml-fences.md", lambda: b"---\n" * min(200_000, size // 4) + LEAD.encode())
    yield Nasty(
        "yaml-quotes.md", lambda: b'---\ntitle: "' + b"\\n" * 30_000 + b'"\n---\n' + LEAD.encode()
    )


# JSON -------------------------------------------------------------------------------------


def _json(size: int) -> Iterator[Nasty]:
    def line(name: str, json_text: str) -> Nasty:
        return _of(f"json-{name}.jsonl", json_text)

    text = json.dumps(LEAD)
    yield Nasty("json-deep.jsonl", lambda: b"[" * min(size, 1_000_000))
    yield Nasty("json-deep-maps.jsonl", lambda: b'{"a":' * min(size // 5, 1_000_000))
    for depth in (500, 900, 2_000, 20_000, 200_000):
        nested = "[" * depth + "]" * depth
        yield line(f"nested-{depth}", f'{{"text":{text},"a":{nested}}}')
        yield line(f"nested-text-{depth}", f'{{"text":{nested}}}')
        maps = '{"a":' * depth + "1" + "}" * depth
        yield line(f"nested-maps-{depth}", f'{{"text":{text},"a":{maps}}}')
    for name, value in (
        *(("nan", "NaN"), ("infinity", "-Infinity"), ("overflow", "1e999"), ("tiny", "1e-999")),
        *(
            ("digits", "9" * 10_000),
            ("decimals", "0." + "9" * 50_000),
            ("minus", "-0"),
            ("t", "true"),
        ),
        *(
            ("surrogate", '"\\ud800"'),
            ("pair", '"\\ud83d\\ude00"'),
            ("reverse", '"\\ude00\\ud83d"'),
        ),
        *(("nul", '"a\\u0000b"'), ("list", "[1,[2,{}]]"), ("empty", "{}"), ("null", "null")),
    ):
        for field in ("id", "title", "text", "published", "outlet", "url", "lain"):
            yield line(f"{name}-{field}", f'{{"text":{text},"id":"a","{field}":{value}}}')
    yield line("twice", f'{{"text":{text},"text":"lain","id":"a","id":"b"}}')
    yield line("names", f'{{"TEXT":{text},"Text":"b","isi":"c","body":"d"," text ":"e"}}')
    yield line("bad-escape", '{"text":"\\x41"}')
    yield line("raw-control", '{"text":"a\x01b\x1b[31m"}')
    yield line("trailing", f'{{"text":{text}}} {{"text":{text}}}')
    yield line("array", f'[{{"text":{text}}}]')
    yield line("bom-inside", f'{{"text":{text}}}\n\ufeff{{"text":{text}}}')
    yield line("carriage-returns", f'{{"text":{text}}}\r{{"text":{text}}}\r\n')
    yield line(
        "urls",
        "\n".join(
            json.dumps({"text": LEAD, "id": str(at), "url": url})
            for at, url in enumerate(
                (
                    "http://[",
                    "http://[::1",
                    "http://a]b",
                    "//",
                    "http://",
                    "javascript:alert(1)",
                    "http://a:99999999/",
                    "http://a@b@c/",
                    "http://\u2100.example/",
                    "http:// a/",
                    "data:text/html,x",
                    "http://x/)](y)",
                    "http://a\\b/",
                    "http://" + "a" * 3000,
                )
            )
        ),
    )
    yield line(
        "days",
        "\n".join(
            json.dumps({"text": LEAD, "id": str(at), "published": day})
            for at, day in enumerate(
                (
                    "0000-00-00",
                    "99999-01-01",
                    "-1",
                    "1e999",
                    "31/02/2024",
                    "2024-02-30T25:61:61Z",
                    "9" * 500,
                    "1/1/1",
                    "Senin, 99 Desember 99999",
                    "9999-12-31T23:59:59-12:00",
                    "0001-01-01T00:00:00+14:00",
                    1e308,
                    -1e308,
                    10**400,
                    True,
                    [],
                    {},
                    "kemarin " * 200,
                    "12 " * 400,
                    "\u0662\u0660\u0662\u0664-\u0660\u0661-\u0660\u0661",
                    "²⁰²⁴-01-01",
                )
            )
        ),
    )
    yield Nasty("json-lists.jsonl", lambda: b'{"text":"a","l":[' + b"[]," * (size // 3) + b"1]}")
    yield Nasty("json-maps.jsonl", lambda: b'{"text":"a","l":[' + b"{}," * (size // 3) + b"1]}")
    yield Nasty("json-numbers.jsonl", lambda: b'{"text":"a","l":[' + b"1.5," * (size // 4) + b"1]}")
    yield Nasty(
        "json-keys.jsonl",
        lambda: ("{" + ",".join(f'"k{n}":1' for n in range(size // 12)) + ',"text":"a"}').encode(),
    )
    yield Nasty("json-text.jsonl", lambda: b'{"text":"' + b"kata " * (size // 5) + b'"}')
    yield Nasty(
        "json-title.jsonl", lambda: b'{"text":"a","title":"' + b"kata " * (size // 5) + b'"}'
    )
    yield Nasty("json-extra.jsonl", lambda: b'{"text":"a","x":"' + b"kata " * (size // 5) + b'"}')
    yield Nasty("json-escapes.jsonl", lambda: b'{"text":"' + b"\\u0301" * (size // 6) + b'"}')
    yield Nasty("json-date.jsonl", lambda: b'{"text":"a","date":"' + b"1 " * (size // 2) + b'"}')
    yield Nasty("json-id.jsonl", lambda: b'{"text":"a","id":"' + b"x" * size + b'"}')
    yield Nasty("json-line.jsonl", lambda: b"x" * (17 * 1024 * 1024) + b'\n{"text":"akhir"}\n')
    yield Nasty(
        "json-blank-lines.jsonl", lambda: b"\n" * min(size, 1_000_000) + b'{"text":"akhir"}'
    )
    yield Nasty("json-bad-lines.jsonl", lambda: b"{\n" * min(size // 2, 20_000))


# CSV --------------------------------------------------------------------------------------


def _tables(size: int) -> Iterator[Nasty]:
    cell = LEAD.strip().replace('"', "")
    row = f'"{cell}"'
    yield Nasty(
        "csv-unclosed.csv",
        lambda: f'id,text\n1,"{cell}\n'.encode() + b"a,b\n" * min(120_000, size // 4),
    )
    yield Nasty("csv-unclosed-each.csv", lambda: b"id,text\n" + b'1,"a\n' * min(50_001, size // 5))
    yield Nasty("csv-quotes.csv", lambda: b"text\n" + b'"' * min(size, 2_000_001))
    yield Nasty("csv-long-cell.csv", lambda: b'id,text\n1,"' + b"kata " * (size // 5) + b'"\n')
    yield Nasty("csv-long-line.csv", lambda: b"id,text\n1," + b"a" * size + b"\n2,b\n")
    yield Nasty("csv-columns.csv", lambda: b"text" + b",a" * 100_000 + b"\nx" + b",b" * 100_000)
    yield Nasty(
        "csv-many-columns.csv", lambda: b"text" + b",a" * (size // 4) + b"\nx" + b",b" * (size // 4)
    )
    yield Nasty("csv-delimiters.csv", lambda: b"text\n" + b"," * min(size, 2_000_000))
    yield _of("csv-nul.csv", "id,text\n1,a\0b\n2,", row)
    yield _of("csv-nul-header.csv", "id,te\0xt\n1,", row)
    yield _of("csv-same-names.csv", "text,text,text,TEXT\na,b,c,d\n")
    yield _of("csv-header-in-quotes.csv", '"id\n","text\n"\n1,', row)
    yield _of("csv-header-unclosed.csv", '"id,text\n1,a\n2,b\n')
    yield _of("csv-carriage.csv", f"id,text\r1,{row}\r2,{row}\r")
    yield _of("csv-semicolons.csv", f"id;text\n1;{row}\n2;{row};3\n4\n")
    yield _of("csv-formula.csv", "id,title,text\n=1+1,\"=cmd|'/c calc'!A0\"," + row)
    yield _of("csv-only-header.csv", "id,text")
    yield _of("csv-spaces.csv", "id , text \n1 , a\n")
    yield _of("csv-backslash.csv", 'id,text\n1,"a\\"b"\n2,b')
    yield Nasty("csv-many-rows.csv", lambda: b"text\n" + b"a\n" * min(3_000, size))
    yield Nasty("csv-cell-lines.csv", lambda: b'text\n"' + b"\n" * min(size, 200_000) + b'"\n')
    yield Nasty("csv-tabs.tsv", lambda: b"text\tid\n" + b"\t" * min(size, 500_000))


# HTML -------------------------------------------------------------------------------------


def _pages(size: int) -> Iterator[Nasty]:
    body = f"<p>{LEAD}</p>"

    def page(name: str, html: str) -> Nasty:
        return _of(f"html-{name}.html", html)

    def above(name: str, fragment: str, count: int) -> Nasty:
        """A page with many of something above what it has to say."""
        return Nasty(f"html-{name}.html", lambda: (fragment * count + body).encode())

    def inside(name: str, before: str, fragment: str, chars: int, behind: str = "") -> Nasty:
        """A page with something long in it."""
        many = chars // len(fragment)
        return Nasty(
            f"html-{name}.html", lambda: (before + fragment * many + behind + body).encode()
        )

    for tag in ("div", "b", "p", "table><tr><td", "ul><li", "span", "font", "a", "blockquote"):
        name = tag.replace("><", "-")
        for count in (1_000, 20_000, 300_000):
            yield Nasty(
                f"html-deep-{name}-{count}.html",
                lambda tag=tag, count=count: (f"<{tag}>" * count + body).encode(),  # type: ignore[misc]
            )
        yield Nasty(
            f"html-flat-{name}.html",
            lambda tag=tag: (f"<{tag}>a</{tag.split('>')[0]}>" * 15_000 + body).encode(),  # type: ignore[misc]
        )
    yield Nasty("html-flat-many.html", lambda: (f"<p>{LEAD}</p>" * (size // 140)).encode())
    yield above("unopened", "</div>", 100_000)
    yield above("brackets", "<", min(size, 1_000_000))
    yield above("half-tags", "<a ", min(size // 3, 400_000))
    yield above("half-tags-few", "<a ", 30_000)
    yield above("comments", "<!-- a -->", 60_000)
    yield above("comments-open", "<!--", 60_000)
    yield above("cdata", "<![CDATA[", 2_000)
    yield above("processing", "<?xml version='1.0' encoding='utf-99'?>", 500)
    yield above("scripts", "<script>", 50_000)
    yield above("scripts-closed", "<script>a</script>", 40_000)
    yield above("meta", "<meta name='a' content='b'>", 40_000)
    yield above("links", "<a href='https://a.example/x'>a b</a> ", 40_000)
    yield above("select", "<select><option>a", 20_000)
    yield above("svg", "<svg><g>", 20_000)
    yield above("forms", "<form><input>", 20_000)
    yield above("frames", "<frameset><frame>", 5_000)
    yield above("breaks", "a<br>", 40_000)
    yield above("namespaces", "<x:y:z xmlns:x='a'>", 500)
    yield inside("attribute", "<p title='", "x", size, "'>")
    yield inside("attribute-open", "<p title='", "x", size)
    yield inside("image", "<img src='data:;base64,", "A", size, "'>")
    yield inside("comment", "<!--", "x-", size)
    yield inside("script", "<script type='application/ld+json'>", '"datePublished":', size)
    yield inside("meta-long", "<meta property='og:title' content='", "a ", size // 3, "'>")
    yield inside("title-long", "<title>", "kata - ", size // 3, "</title>")
    yield inside("text-long", "<p>", "kata ", size)
    yield inside("text-medium", "<p>", "kata ", min(size, 1_900_000))
    yield inside("word-long", "<p>", "a", size)
    yield inside("lines", "<p>", "a\n", size)
    yield inside("spaces", "<p>", " ", size)
    yield inside("class-long", "<div class='", "author ", min(size, 1_900_000), "'>a</div>")
    yield inside("name", "<", "a", 200_000, ">")
    yield inside("entities", "<p>", "&nbsp;&#x1F600;&CounterClockwiseContourIntegral;", 900_000)
    yield inside("bad-entities", "<p>", "&#99999999;&#xD800;&#0;&x;&amp", 600_000)
    yield Nasty(
        "html-attributes.html",
        lambda: ("<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">" + body).encode(),
    )
    yield page("doctype-entities", f"{_entity_bomb()}<html><body>{body}&lol9;&luar;</body></html>")
    yield page("entity-control", f"<title>&#27;[31m&#155;31m&#8238;</title>{body}")
    charsets = ("utf-7", "utf-16", "utf-32", "idna", "undefined", "hz", "x" * 5000, "zlib")
    for charset in charsets:
        yield page(f"charset-{charset[:9]}", f"<meta charset='{charset}'>{body}")
    yield page("charset-nul", f"<meta charset='\0'>{body}")
    yield page("utf-7-script", f"<meta charset=utf-7>+ADw-script+AD4-{body}")
    yield page("base", f"<base href='javascript:x'><link rel=canonical href='javascript:x'>{body}")
    yield page(
        "canonical",
        f"<link rel=canonical href='http://['><meta property='og:url' content='http://[x'>{body}",
    )
    linked = '<script type="application/ld+json">'
    yield page("json-ld", linked + "[" * 20_000 + "</script>" + body)
    names = '","'.join("a" * 40 for _ in range(999))
    author = f'{{"@type":"Article","author":{{"name":["{names}"]}}}}'
    yield page("json-ld-name", f"{linked}{author}</script>{body}")
    yield page("xml", f"<?xml version='1.0'?><rss><item><title>a</title>{body}</item></rss>")
    yield page("nul", f"<p>a\0b</p>{body}\0\0")


def _entity_bomb() -> str:
    entities = "".join(
        f'<!ENTITY lol{n + 1} "{f"&lol{n};" * 10}">' if n else '<!ENTITY lol1 "lol">'
        for n in range(9)
    )
    outside = '<!ENTITY luar SYSTEM "file:///etc/passwd">'
    return f'<?xml version="1.0"?><!DOCTYPE html [{entities}{outside}]>'


# Packed -----------------------------------------------------------------------------------


def _packed() -> Iterator[Nasty]:
    """Packed contents under names of texts, and under their own: neither is ever unpacked."""
    zeros = bytes(4 * 1024 * 1024)

    def zipped() -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.txt", zeros)
        return file.getvalue()

    packed: dict[str, Callable[[], bytes]] = {
        "gz": lambda: gzip.compress(zeros),
        "xz": lambda: lzma.compress(zeros),
        "bz2": lambda: bz2.compress(zeros),
        "zz": lambda: zlib.compress(zeros),
        "zip": zipped,
    }
    for name, make in packed.items():
        yield Nasty(f"packed-{name}.txt", make)
        yield Nasty(f"packed-{name}.jsonl", make)
        yield Nasty(f"packed.jsonl.{name}", make)


# No ordinary files ------------------------------------------------------------------------


def make_special(folder: Path, outside: Path) -> list[str]:
    """Put into ``folder`` what is no ordinary file; the names that the system allowed.

    ``outside`` is a folder elsewhere that links lead to. Nothing in here is to be read,
    and each is to be named where it looks like an article.
    """
    made: list[str] = []
    secret = outside / "rahasia.txt"
    secret.write_text("RAHASIA: ini di luar korpus.\n")
    device = {
        "nol": "/dev/zero",
        "acak": "/dev/urandom",
        "masukan": "/dev/stdin",
        "proses": "/proc/self/environ",
    }
    links = {
        "keluar.txt": str(secret),
        "keluar-relatif.md": os.path.relpath(secret, folder),
        "map-luar": str(outside),
        "map-luar.txt": str(outside),
        "putus.txt": "tidak-ada.txt",
        "lingkar.txt": "lingkar.txt",
        "lingkar-a.md": "lingkar-b.md",
        "lingkar-b.md": "lingkar-a.md",
        "diri": ".",
        "atas": "..",
        **{f"{name}.txt": target for name, target in device.items()},
    }
    for name, target in links.items():
        with suppress(OSError):
            (folder / name).symlink_to(target)
            made.append(name)
    with suppress(OSError, AttributeError):
        os.mkfifo(folder / "pipa.txt")
        made.append("pipa.txt")
    with suppress(OSError, AttributeError), socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(folder / "soket.txt"))
        made.append("soket.txt")
    for name, size in (("jarang.txt", 100 << 30), ("jarang.jsonl", 100 << 30)):
        with suppress(OSError), (folder / name).open("wb") as file:
            file.write(b'{"text": "Kota Blitar berbenah.%s"}\n' % (b" Loket ramah." * 400) * 20)
            file.truncate(size)
            made.append(name)
    for raw in (
        *(b"rusak\xff.txt", b"baris\nbaru.txt", b"warna\x1b[31m.txt", b"tab\t.md", b"\r.txt"),
        *(b"-rf.txt", b"--help.txt", b"$(touch x).txt", b"a'b\"c.txt", b"[bold].txt", b" .txt"),
        *("\u202ekilab.txt".encode(), "e\u0301.txt".encode(), "é.txt".encode(), b"A.TXT", b"a.txt"),
        *(b"x" * 251 + b".txt", "ß".encode() * 125 + b".txt", b"..txt", b"...txt", b".txt"),
    ):
        with suppress(OSError):
            path = os.fsencode(folder) + b"/" + raw
            with open(path, "w") as file:  # noqa: PTH123 - a name of bytes
                file.write(f"{LEAD}{raw!r}")
            made.append(os.fsdecode(raw))
    deep = folder
    with suppress(OSError):
        for _ in range(15):
            deep = deep / ("d" * 250)
            deep.mkdir()
        (deep / "dalam.txt").write_text(LEAD)
        made.append("dalam.txt")
    return made
