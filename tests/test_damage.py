"""What programs have done to a text on its way is repaired and stated, or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhtools import read_corpus
from dhtools.corpus.damage import repaired
from dhtools.corpus.files import text_of
from dhtools.errors import DhtoolsError


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (
            "He said \x1cno\x1d and didn\x19t go \x13 no \x14 at \x18all\x19.",
            "He said “no” and didn’t go – no — at ‘all’.",
        ),
        ("It\x92s \x93late\x94 \x96 he said\x85 \n", "It’s “late” – he said… \n"),
        ("one\x85\ntwo", "one\x85\ntwo"),
        ("He\x07llo\x00 world\x7f", "He llo  world "),
        ("\x1b[31mred\x1b[0m", "     red    "),
        ("Page one.\x0cPage two.\x0b\n", "Page one.\x0cPage two.\x0b\n"),
        ("\ufeff\ufeffA\ufeffb", "A\ufeffb"),
        ("The caf\ufffd", "The caf\ufffd"),
        ("He said â€œnoâ€ and didnâ€™t go.", "He said “no” and didn’t go."),
        ("“So” he said, â€œnoâ€\x9d.", "“So” he said, “no”."),
        ("Ã¼ber die StraÃŸe, Ã  la carte, Â£5", "über die Straße, à la carte, £5"),
        ("didnÃ¢â‚¬â„¢t", "didn’t"),
        ("He said ‚Äúno‚Äù; caf√©", "He said “no”; café"),
        ("РџСЂРёРІРµС‚", "Привет"),
        ("ï»¿ï»¿No", "No"),
        ("SÃO PAULO – Â la carte. Ânes?", "SÃO PAULO – Â la carte. Ânes?"),
        ("America¡¦s cause ¡X and ¡§ours¡¨", "America’s cause — and “ours”"),
        ("¡Xochitl, ¡Karl! Él dijo: ¡§ no", "¡Xochitl, ¡Karl! Él dijo: ¡§ no"),
        ("Весёлый мёд, „сёла“", "Весёлый мёд, „сёла“"),
    ],
)
def test_what_is_repaired(raw, text):
    assert repaired(raw, "a.txt")[0] == text


def test_a_repair_has_a_place_and_an_example():
    raw = "One.\nIt\x19s \x1cso\x1d.\nB\x07ad and \ufffd.\n"
    assert [tuple(repair) for repair in repaired(raw, "a.txt")[1]] == [
        ("mark cut to its low byte", "repaired", 3, 2, 3, "U+0019 → ’"),
        ("control character", "made a space", 1, 3, 2, "U+0007"),
        ("U+FFFD, in the place of a lost letter", "left as it stands", 1, 3, 10, "\ufffd"),
    ]


def test_a_damaged_file_does_not_stop_a_folder_and_is_named(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"One \x07 word.\n")
    (tmp_path / "b.txt").write_bytes(b"Another word.\n")
    with pytest.warns(
        UserWarning, match=r"a\.txt: control character, 1 ×, made a space \(line 1, column 5: U\+0007\)"
    ):
        corpus = read_corpus(tmp_path)
    assert corpus.ids == ("a", "b") and corpus["a"].raw == "One   word.\n"
    assert [repair.n for repair in corpus["a"].repairs] == [1] and corpus["b"].repairs == ()


def test_what_has_too_many_control_characters_is_no_text():
    with pytest.raises(
        DhtoolsError, match=r"a\.txt, line 2, column 3: there is a control character, the first of 5"
    ):
        repaired("word\nab" + "\x01" * 5, "a.txt")


@given(st.text(st.sampled_from("ab ’“\x19\x07\x92\ufffd\n\f\ufeffâ€"), max_size=40))
def test_what_is_repaired_needs_no_repair(raw):
    try:
        text, _ = repaired(raw, "a.txt")
    except DhtoolsError:
        return
    again, repairs = repaired(text, "a.txt")
    assert again == text
    assert {repair.treatment for repair in repairs} <= {"left as it stands"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.4\nwords\n", "PDF"),
        (rb"{\rtf1\ansi words}", "RTF"),
        (b"\xef\xbb\xbf" + rb"{\rtf1\ansi words}", "RTF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "PNG"),
        (
            b"PK\x03\x04\x14\x00[Content_Types].xml" + bytes(100) + b"word/document.xml",
            r"Word document \(.docx\)",
        ),
        (b"PK\x03\x04\x14\x00" + bytes(20) + b"mimetypeapplication/epub+zip", "EPUB"),
        (b"PK\x03\x04" + bytes(40), "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), r"Word document \(.doc\)"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"<TEI><text><p>The man said <q>no</q></p></text></TEI>", r"XML \(TEI\)"),
        (b'<?xml version="1.0"?>\n<doc><p>He left.</p></doc>', "XML"),
        ("<?xml version='1.0' encoding='utf-16'?><a>b</a>".encode("utf-16"), "XML"),
        (b"<html><body><p>x</p></body></html>", "HTML"),
        (b"\n <!DOCTYPE html><title>x</title>", "HTML"),
        (b"<p>He left.</p>\n<p>She stayed.</p>", "HTML"),
        (b"Title\n\n<html lang='en'><head></head><body>x</body></html>", "HTML"),
        (b"Preface.\n" + b"<l>A line</l>\n" * 10, "XML"),
    ],
)
def test_another_format_is_refused_with_its_name(data, words):
    with pytest.raises(
        DhtoolsError, match=f"(?s)a.txt, .*the format of this file is {words}.*export it as plain text"
    ):
        text_of(data, "a.txt")


@pytest.mark.parametrize(
    "text",
    [
        "He wrote that a < b and b > c. So it was.",
        "<i>Emma</i> is a novel. She said &amp; left.",
        "The tag <html> begins a page, </html> ends it.",
        "<john@example.org> wrote: no.",
        "<Enter HAMLET>\nTo be.\n<Exit>",
    ],
)
def test_angle_brackets_in_a_text_are_no_markup(text):
    assert text_of(text.encode(), "a.txt")[0] == text
