"""Whether an article speaks of the Ombudsman's assessment at all: a cheap look at its words."""

from __future__ import annotations

import re

from searchkit.assessments.cues import one_of


def speaks_of_assessment(title: str, body: str) -> bool:
    """Whether results of the Ombudsman's assessment may stand in an article.

    Either the Ombudsman is named (misspelt or not) together with a word of
    its assessment, or, where the name is missing, the text speaks of the
    award ("kepatuhan tinggi"), of compliance in public services or of zones
    of public services, and not of an epidemic, which has zones, too.
    """
    text = f"{title}\n{body}".lower()
    if "omb" in text and _OMBUDSMAN.search(text):
        return bool(_ASSESSMENT.search(text))
    if "kepatuhan" in text and _COMPLIANCE.search(text):
        return not _EPIDEMIC.search(text)
    if "layanan publik" in text and _COLOURS.search(text):
        return not _EPIDEMIC.search(text)
    return False


_OMBUDSMAN = re.compile(r"omb(?<!\womb)(?:uds|usd|dus|uts|us|ud)s?man\b")
_ASSESSMENT = re.compile(
    r"\b(?:kepatuhan|pelayanan publik|layanan publik|penilaian maladministrasi|opini|zona|zonasi"
    r"|rapor|raport|rapot|penilaian|predikat|survei|survey"
    r"|kualitas (?:tertinggi|tinggi|sedang|rendah))\b"
)
_COMPLIANCE = re.compile(
    r"\b(?:penilaian|survei|survey) kepatuhan\b|\bkepatuhan (?:tinggi|sedang|rendah)\b|"
    r"\bkepatuhan (?:\w{1,20} ){0,3}pelayanan publik\b"
)
_COLOURS = re.compile(r"\b(?:zona|zonasi|rapor) (?:hijau|kuning|merah)\b")
_EPIDEMIC = re.compile(one_of("epidemics"))
