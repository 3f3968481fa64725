"""What no person writes, but engines and servers send as a translation: programs' words, broken letters, loops, the
original in disguise. The checks of `checks` hold for everybody's text; these only for what a machine answers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from build_site.translate.facts import TranslateFacts

NOTHING = {"none", "null", "undefined", "nan", "[object object]", "true", "false", "error", "n/a"}
"""What programs print in place of a text that they have not."""
_PROGRAM = re.compile(
    r"```|<0x[0-9A-F]{2}>|</?s>|<(?:unk|pad|bos|eos)>|\u2581|\ufffd|[\ue000-\uf8ff]|Traceback \(most recent"
    r"|__[A-Z]{1,20}_|\{\{|\}\}|\{\"|<\|"
)
# UTF-8 read as one byte a letter: á» for half of the Vietnamese vowels, Ä for đ, Æ for ơ and ư, â€ for quotation marks.
_MOJIBAKE = re.compile(r"á[º»]|Ã[\u0080-\u00bf]|Ä[\u0080-\u00bf‘’]|Æ[°¡]|â€|Å[\u0080-\u00bf]")
# Controls, halves of characters (no file can hold them), non-characters, and what turns the direction of reading.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_ONE_LETTER = re.compile(r"([^\W\d_])\1{7}")
_WORD = re.compile(r"\w+")
LONGEST_PHRASE, RUNS = 8, 4
"""Words of a phrase, and how often it may not stand running, to call it a loop."""
MOST, LEAST = 4.0, 0.2
"""Characters of an answer for each of the original, beyond which it is another text or a piece of one."""
SHORT = 60
"""Characters of an original below which its length says nothing."""


def nonsense(source: str, answer: str, facts: TranslateFacts) -> Iterator[str]:
    """What shows that an answer is no translation, each as `check: finding`. `facts`: of the answer's language."""
    if not any(char.isalnum() for char in answer):
        return  # empty, which a check for all says
    if answer.strip().casefold() in NOTHING and len(source) > len(answer):
        yield f"error text: “{answer}”"
    for pattern in (_PROGRAM, _MOJIBAKE, _ONE_LETTER):
        found = pattern.search(answer)
        if found and found[0] not in source:
            yield f"error text: “{found[0]}”"
    if hidden := _HIDDEN.search(answer):
        yield f"error text: the character U+{ord(hidden[0]):04X}, which is none of a text"
    letters = [char for char in answer if char.isalpha() and char not in source]
    foreign = [char for char in letters if facts.script and not _is_of(char, facts.script)]
    if foreign:
        yield f"untranslated: “{foreign[0]}” is of another script"
    if _is_in_disguise(source, answer):
        yield "untranslated: the text is the original, in other letters"
    if phrase := _loop(answer):
        yield f"repetition: “{phrase}” {RUNS} times and more"
    if len(source) >= SHORT and not LEAST <= len(answer) / len(source) <= MOST:
        yield f"length: {len(answer)} characters for {len(source)}"


def _is_of(char: str, script: str) -> bool:
    # Units and ordinals (µ, º, ª, Ω) are letters to Unicode, and at home everywhere.
    return unicodedata.name(char, "").startswith(script) or unicodedata.decomposition(char).startswith("<")


def _is_in_disguise(source: str, answer: str) -> bool:
    """Whether only marks and capitals were changed. Names may lose their marks, and stand in capitals."""
    words = [word for word in _WORD.findall(source) if word[0].islower()]
    return len(words) >= 3 and _plain(source) == _plain(answer)


def _plain(text: str) -> str:
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return " ".join(_WORD.findall(bare.casefold().replace("đ", "d")))


def _loop(answer: str) -> str:
    """A phrase that stands running so often that nobody says it."""
    words = _WORD.findall(answer.casefold())
    for size in range(1, LONGEST_PHRASE + 1):
        same = 0
        for index in range(size, len(words)):
            same = same + 1 if words[index] == words[index - size] else 0
            if same == size * (RUNS - 1) and not "".join(words[index - size + 1 : index + 1]).isdigit():
                return " ".join(words[index - size + 1 : index + 1])
    return ""
