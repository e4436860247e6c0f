"""Bytes become text, or a clear word about what is wrong with them: file, place and remedy."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dhtools.corpus.files import MAX_LINE_BYTES, decode, inside, read_file, text_files, text_of
from dhtools.errors import DhtoolsError

FRENCH = "Où est l’été ?\r\nIl n’est « pas » là…\r\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256))
ENGLISH = b"Plain words of a plain line.\n"


def write(folder, data, name="a.txt"):
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (FRENCH.encode("utf-8"), "utf-8"),
        (FRENCH.encode("utf-8-sig"), "utf-8"),
        (b"\xff\xfe" + FRENCH.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + FRENCH.encode("utf-16-be"), "utf-16-be"),
        (FRENCH.encode("utf-16-le"), "utf-16-le"),
        (FRENCH.encode("utf-16-be"), "utf-16-be"),
        (b"\xff\xfe\x00\x00" + FRENCH.encode("utf-32-le"), "utf-32-le"),
        (FRENCH.encode("cp1252"), "cp1252"),
    ],
)
def test_encodings_are_recognised_and_reported(tmp_path, data, encoding):
    found = read_file(write(tmp_path, data))
    assert (found.raw, found.encoding, found.newline) == (FRENCH, encoding, "\r\n")


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_comes_back_code_point_for_code_point(text):
    body = "𝔸" + text  # a first letter beyond U+FFFF, and no second byte order mark
    assert decode(body.encode("utf-8"), "a.txt") == (body, "utf-8")
    assert decode(body.encode("utf-8-sig"), "a.txt") == (body, "utf-8")


@pytest.mark.parametrize(
    ("text", "newline"),
    [("a\nb\r\nc\n", "\n"), ("a\rb\rc", "\r"), ("a\r\nb\r\nc\rd", "\r\n"), ("one line", "\n")],
)
def test_no_newline_is_translated_and_the_most_frequent_is_reported(tmp_path, text, newline):
    found = read_file(write(tmp_path, text.encode()))
    assert (found.raw, found.newline) == (text, newline)


def test_form_feeds_soft_hyphens_and_marks_inside_are_text(tmp_path):
    text = "One\x0cpage.\x0bA\u00adb\u00a0c \ufeff \U0001d538\n"
    assert read_file(write(tmp_path, text.encode())).raw == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_end_mark_of_a_dos_file_is_no_text(tmp_path, encoding):
    assert read_file(write(tmp_path, "The end.\r\n\x1a".encode(encoding))).raw == "The end.\r\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "line 1: the file is empty"),
        (b" \r\n\t\xc2\xa0\n", "line 1: the file is empty"),
        (b"\xef\xbb\xbf", "line 1: the file is empty"),
        (b"\x1a", "line 1: the file is empty"),
        (bytes(range(256)) * 20, "line 1, column 1: .*control character.*plain text"),
        (ENGLISH + bytes(range(8)) * 4, "line 2, column 1: .*the first of 32, .*Export"),
        (ENGLISH + b"\x81", "line 2, byte 29: byte 0x81 cannot be read as cp1252.*UTF-8"),
        (ENGLISH + "Zoë, Chloë\n".encode() + b"\xe9", "line 3, byte 42: byte 0xe9 cannot be read as utf-8"),
        (b"\xef\xbb\xbfa\n\xe9", "line 2, byte 5: byte 0xe9 cannot be read as utf-8"),
        (b"\xff\xfe" + "é\nê".encode("utf-16-le") + b"x", "line 2, byte 8: byte 0x78 .* utf-16-le"),
        ("Все счастливые семьи похожи друг на друга. ".encode("koi8-r") * 5, "line 1, byte 0: .* as utf-8"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(tmp_path, data, words):
    path = write(tmp_path, data)
    with pytest.raises(DhtoolsError, match="(?s)a.txt.*" + words):
        read_file(path)


@settings(deadline=None)
@given(st.binary())
def test_no_bytes_raise_anything_else(data):
    try:
        raw, _, _ = text_of(data, "a.txt")
    except DhtoolsError as error:
        assert str(error).startswith("a.txt, ")
    else:
        assert "\x00" not in raw


def test_a_huge_line_is_refused_before_it_is_read(tmp_path):
    path = write(tmp_path, b"first\n")
    os.truncate(path, 50_000_000_000)  # sparse: it takes no room, and would never fit into memory
    with pytest.raises(DhtoolsError, match=r"a.txt, line 2: the line is longer than .* Break it"):
        read_file(path)


@pytest.mark.parametrize("newline", [b"\n", b"\r", b"\r\n"])
def test_long_files_of_ordinary_lines_are_read(tmp_path, newline):
    data = (b"words " * 200_000 + newline) * 10
    assert len(data) > MAX_LINE_BYTES
    assert len(read_file(write(tmp_path, data)).raw) == len(data)


@pytest.mark.parametrize(("length", "refused"), [(MAX_LINE_BYTES, False), (MAX_LINE_BYTES + 1, True)])
def test_the_longest_line(tmp_path, length, refused):
    path = write(tmp_path, b"a\n" + b"x" * length + b"\nb")
    if refused:
        with pytest.raises(DhtoolsError, match="line 2"):
            read_file(path)
    else:
        assert len(read_file(path).raw) == length + 4


def test_files_come_by_name_whatever_the_name(tmp_path):
    names = ["-dash.txt", "B.TXT", "a b.txt", "a:c.txt", "new\nline.txt", "é.txt"]
    for name in [*names, ".hidden.txt", "other.md"]:
        write(tmp_path, ENGLISH, name)
    (tmp_path / "folder.txt").mkdir()
    assert [path.name for path in text_files(tmp_path)] == sorted(names)


def test_a_folder_without_texts(tmp_path):
    file = write(tmp_path, b"x", "a.md")
    for folder, words in [
        (tmp_path / "none", "no such folder. Give"),
        (file, "this is a file. Give the folder"),
        (tmp_path, "no text lies in this folder"),
        ("a\0b", "no such folder"),
        ("x" * 5000, "no such folder"),
    ]:
        with pytest.raises(DhtoolsError, match=words):
            text_files(tmp_path / folder)


@pytest.mark.parametrize("target", ["nowhere.txt", "a.txt"])
def test_a_link_to_nothing_or_to_itself_is_named(tmp_path, target):
    write(tmp_path, ENGLISH, "b.txt")
    (tmp_path / "a.txt").symlink_to(target)
    with pytest.raises(DhtoolsError, match=r"a\.txt: neither a file nor a link to one.* remove the link"):
        text_files(tmp_path)


def test_a_name_that_is_no_text_is_refused(tmp_path):
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_bytes(ENGLISH)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    with pytest.raises(DhtoolsError, match=r"not UTF-8\. Rename"):
        text_files(tmp_path)


def test_links_stay_inside_the_folder(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    write(tmp_path, ENGLISH, "out.txt")
    write(folder, ENGLISH, "a.txt")
    (folder / "good.txt").symlink_to("a.txt")
    (folder / "bad.txt").symlink_to("../out.txt")
    assert read_file(inside(folder, "good.txt")).raw == ENGLISH.decode()
    for name in ["bad.txt", "../out.txt", str(tmp_path / "out.txt")]:
        with pytest.raises(DhtoolsError, match=r"leads out of the folder\. Copy"):
            inside(folder, name)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to root")
def test_an_unreadable_file_is_named(tmp_path):
    path = write(tmp_path, ENGLISH)
    path.chmod(0)
    with pytest.raises(DhtoolsError, match=r"a\.txt: cannot be read .* Check"):
        read_file(path)
