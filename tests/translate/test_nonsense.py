"""What only machines write is refused of machines; what looks like it and is right passes."""

import time

import pytest

from build_site.store.packs import load_pack
from build_site.translate.facts import TranslateFacts
from build_site.translate.nonsense import nonsense

EN: TranslateFacts = load_pack("en").translate
LONG = "Hội nghị thảo luận về công tác tổ chức xây dựng Đảng và công tác cán bộ của huyện."


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("Không.", "None."),
        ("Lỗi", "Error"),
        ("Có, có, có, có, có!", "Yes, yes, yes!"),
        ("Huyện Gia Lâm", "Huyen Gia Lam"),
        ("UBND huyện", "UBND HUYỆN"),
        ("Diện tích 5 m²", "An area of 5 m²"),
        ("Nồng độ 5 µg", "A concentration of 5 µg"),
        ("Ông nói: “習近平”", "He said: “習近平”"),
        ("Số điện thoại 0 0 0 0 0 0", "Telephone 0 0 0 0 0 0"),
        ("Dùng {{tên}}", "Use {{name}}"),
        ("São Paulo, Đà Nẵng", "São Paulo, Đà Nẵng, Ângela, Ærø"),
        (LONG, "The conference discussed Party building and personnel work."),
    ],
)
def test_right_answers_pass(source: str, answer: str) -> None:
    """No finding on words that programs use too, on names, units, and what the original has itself."""
    assert list(nonsense(source, answer, EN)) == []


@pytest.mark.parametrize(
    ("answer", "finding"),
    [
        ("None", "error text"),
        ("The conference discussed __PH_0 __ and much more of that.", "error text: “__PH_”"),
        ("The conference â€œdiscussedâ€ Party building and cadres.", "error text: “â€”"),
        ("The conference discussed Party building \ufffd and cadres.", "error text: “\ufffd”"),
        ("The conference <unk> discussed Party building and cadres.", "error text: “<unk>”"),
        ("Конференция обсудила организационную работу партии в уезде.", "untranslated: “К” is of another script"),
        (LONG.upper(), "untranslated: the text is the original, in other letters"),
        ("Party work and Party work and Party work and Party work and so on", "repetition: "),
        ("The work, work, work, work of the conference was work on.", "repetition: “work”"),
        ("The end.", "length: 8 characters for 82"),
        ("Different words follow one another here " + " ".join(f"w{n}" for n in range(120)), "length: "),
    ],
)
@pytest.mark.guarantee("C11")
def test_nonsense_is_named(answer: str, finding: str) -> None:
    """The finding begins with the check that it belongs to."""
    assert any(each.startswith(finding.removesuffix("”")) for each in nonsense(LONG, answer, EN))


def test_without_a_script_any_is_taken() -> None:
    """A language that names no script may be written in any."""
    assert list(nonsense("Xin chào các bạn", "Здравствуйте, друзья", TranslateFacts())) == []


@pytest.mark.guarantee("C9")
def test_long_answers_take_linear_time() -> None:
    """Answers made to trouble a pattern take no more than a moment."""
    start = time.perf_counter()
    for part in ("a ", "ab", "<", "{{", "á", "__A", "a a b ", "\u2581"):
        list(nonsense(LONG, part * 30_000, EN))
    assert time.perf_counter() - start < 10
