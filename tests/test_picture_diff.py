"""Two drawings are the same if no mark differs; a pixel of another processor is no difference."""

import io

import pytest
from exhibit_samples import drawn
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from dhtools.diff import compare_contents
from dhtools.export.pictures import render
from dhtools.picture_diff import compare_drawings, compare_pdfs, compare_pictures, compare_svgs, description

PLACE = "pixels at 100 from the left, 60 from the top"


def picture(shift=0, noise=0, dot=False, about="", size=(2000, 800)):
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((100 + shift, 60, 300 + shift, 200), fill=(200 + noise, 60, 40))
    if dot:
        draw.rectangle((1500, 700, 1502, 702), fill=(120, 120, 120))
    content, info = io.BytesIO(), PngInfo()
    info.add_itxt("Description", about)
    image.save(content, "png", pnginfo=info)
    return content.getvalue()


def test_a_pixel_is_what_another_processor_may_move():
    for compare in (compare_pictures, compare_drawings):
        assert compare(picture(), picture(noise=3)) == ""
        assert compare(picture(), picture(shift=1)) == ""
        assert compare(picture(), picture(shift=2)) == f"2 × 141 {PLACE}"
        assert compare(picture(), picture(noise=9)) == f"201 × 141 {PLACE}"
        assert compare(picture(), picture(size=(2000, 801))) == "another size"
        assert compare(picture(), b"no picture") == "one of them is not a picture"
        assert compare(picture(), picture()[:900]) == "one of them is not a picture"


def test_a_full_stop_is_a_difference_however_large_the_picture():
    assert (
        compare_pictures(picture(), picture(dot=True))
        == "3 × 3 pixels at 1500 from the left, 700 from the top"
    )


def test_what_a_picture_says_of_itself_is_compared():
    was, now = picture(about="33 acts"), picture(about="32 acts")
    assert description(was) == "33 acts" and description(b"no picture") == ""
    (change,) = compare_contents(".png", was, now, (), compare_pictures)
    assert change == ("description", "33 acts", "32 acts")


def made(kind, heights=(0.3, 0.33), **about):
    return render(drawn(heights, labels=True), kind, 300, {"Title": "a", "Description": "b", **about})


@pytest.mark.parametrize(("kind", "compare"), [("pdf", compare_pdfs), ("svg", compare_svgs)])
def test_drawings_of_lines_are_compared_as_they_are_drawn(kind, compare):
    assert compare(made(kind), made(kind, (0.3, 0.33 + 1e-9))) == ""
    assert compare(made(kind), made(kind, (0.3, 0.34)))
    assert compare(made(kind), b"nothing").startswith("one of them is not")
    assert list(compare_contents(f".{kind}", made(kind), made(kind, (0.3, 0.36)), (), compare_pictures))


def test_a_pdf_is_held_to_its_description():
    (change,) = compare_contents(".pdf", made("pdf"), made("pdf", Description="c"), (), compare_pictures)
    assert change == ("description", "b", "c")


def test_names_of_elements_do_not_count_and_what_they_show_does():
    one = b'<svg><defs><path id="m1" d="M 0 1.5"/></defs><use href="#m1" x="3"/><style>a</style></svg>'
    assert compare_svgs(one, one.replace(b"m1", b"k7").replace(b"1.5", b"1.501")) == ""
    for was, now in ((b'x="3"', b'x="4"'), (b"1.5", b"1.6"), (b">a<", b">b<"), (b'x="3"', b'y="3"')):
        assert compare_svgs(one, one.replace(was, now))
