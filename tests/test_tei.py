"""TEI: what its dialects mark up, who speaks, what a header says."""

import pytest

from dhtools import annotate, read_corpus
from dhtools.annotation import span_text
from dhtools.annotation.record import published_tables
from dhtools.corpus.readers.registry import read_document
from dhtools.counts.by_voice import words_by_person
from dhtools.errors import DhtoolsError
from dhtools.inspection import inspection_report


def blocks_of(document):
    return [(block.kind, document.raw[block.start : block.end]) for block in document.markup.blocks]


PLAY = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><profileDesc><particDesc>
<listPerson><person xml:id="anna"><persName>Anna Karl</persName></person></listPerson></particDesc>
</profileDesc></teiHeader><text><body><div><head>Act <hi>one</hi></head><stage>A room.</stage>
<sp who="#anna"><speaker>ANNA.</speaker><p>Where are you <stage>(She turns.)</stage> going?</p></sp>
<sp><speaker>BEN.</speaker><l>To the <choice><sic>se</sic><corr>sea</corr></choice>,</l>
<l>to the <del>old</del> sea.</l></sp>
<p>He said <q who="#anna">go <q>home</q> now</q>, re<lb break="no"/>vo<pb n="2" break="no"/>lu<lb break="no"
/>tion &mdash; so<lb/>ends it.</p>
<lg><l>One verse,</l><l>two verses.</l></lg>loose words <hi>here</hi><p>The <soCalled>end</soCalled>.</p>
<listBibl><bibl>A book.</bibl></listBibl></div></body></text></TEI>"""


def test_blocks_and_speakers_of_a_play_come_from_its_mark_up():
    document = read_document(PLAY.encode(), "play.xml")
    assert blocks_of(document) == [
        ("heading", "Act one"),
        ("stage", "A room."),
        ("speaker", "ANNA."),
        ("body", "Where are you"),
        ("stage", "(She turns.)"),
        ("body", "going?"),
        ("speaker", "BEN."),
        ("body", "To the sea,\nto the sea."),
        ("body", "He said go home now, revolution — so ends it."),
        ("body", "One verse,\ntwo verses."),
        ("body", "loose words here"),
        ("body", "The end."),
        ("bibliography", "A book."),
    ]
    assert [
        (document.raw[one.start : one.end], one.kind, one.speaker) for one in document.markup.quotations
    ] == [
        ("go home now", "direct", "Anna Karl"),
        ("home", "direct", None),
        ("end", "scare", None),
    ]
    said = [(block.start, block.speaker) for block in document.markup.blocks if block.speaker is not None]
    assert [(document.raw[start:][:5], speaker) for start, speaker in said] == [
        ("Where", "Anna Karl"),
        ("going", "Anna Karl"),
        ("To th", "BEN"),
    ]
    assert document.markup.blocks[3].place == "/text[1]/body[1]/div[1]/sp[1]/p[1]"
    assert [number for _, number in document.markup.pages] == ["2"]


def annotated(tmp_path, source):
    (tmp_path / "play.xml").write_text(source, encoding="utf-8")
    return annotate(read_corpus(tmp_path))


def test_what_a_play_says_is_its_text(tmp_path):
    annotation = annotated(tmp_path, PLAY)
    said = annotation.tokens.groupby("voice", observed=True)["word"].agg(" ".join)
    assert said["author"].startswith("Where are you going To the sea to the sea He said re")
    assert said["other"] == "Act one A room ANNA She turns BEN A book"
    assert said["quoted"] == "go home now"
    assert said["mentioned"] == "end"
    assert list(annotation.quotations["level"]) == [1, 2, 1]
    assert next(iter(annotation.quotations["speaker"])) == "Anna Karl"


def test_a_sentence_goes_on_after_a_stage_direction(tmp_path):
    annotation = annotated(tmp_path, PLAY)
    assert "Where are you\n\n(She turns.)\n\ngoing?" in span_text(annotation.corpus, annotation.sentences)


def test_words_are_counted_by_person(tmp_path):
    nobody = "<sp><p>Who?</p></sp><sp who='#anna'><p>I.<note>A note.</note></p></sp></div>"
    annotation = annotated(tmp_path, PLAY.replace("</div>", nobody))
    table = words_by_person(annotation.tokens, annotation.blocks)
    assert table[["speaker", "n_words"]].to_numpy().tolist() == [
        ["BEN", 6],
        ["Anna Karl", 5],
        ["not named", 1],
    ]
    assert table["share"].sum() == pytest.approx(1)
    assert "play: a play, 3 speakers: BEN 6, Anna Karl 5, not named 1" in inspection_report(annotation)
    assert list(published_tables(annotation)["blocks"]["speaker"].dropna().unique()) == [
        "Anna Karl",
        "BEN",
        "",
    ]


def test_a_play_that_a_text_quotes_is_quoted(tmp_path):
    source = (
        "<TEI><text><body><p>He wrote:</p><quote><sp><speaker>ANN.</speaker><p>Go <stage>aside</stage> "
        "home.</p></sp></quote></body></text></TEI>"
    )
    annotation = annotated(tmp_path, source)
    assert list(annotation.tokens["voice"]) == ["author", "author", "other", "quoted", "other", "quoted"]
    assert words_by_person(annotation.tokens, annotation.blocks).empty
    assert "speaker" not in published_tables(annotation)["blocks"]


TEI_CASES = {
    "a quotation names its source": (
        "<cit><quote><l>One,</l><l>two.</l></quote><bibl>Milton</bibl></cit>",
        [("blockquote", "One,\ntwo."), ("attribution", "Milton")],
    ),
    "a motto": (
        "<epigraph><p>Know thyself.</p><bibl>Delphi</bibl></epigraph>",
        [("blockquote", "Know thyself."), ("attribution", "Delphi")],
    ),
    "a letter in a tale": (
        "<p>She read:</p><floatingText><body><p>Dear Ann.</p></body></floatingText>",
        [("body", "She read:"), ("blockquote", "Dear Ann.")],
    ),
    "one reading of two": (
        "<p><choice><orig>vp</orig><reg>up</reg></choice> <sic>teh</sic> <choice><unclear>cat</unclear>"
        "<unclear>rat</unclear></choice> <app><lem>sun</lem><rdg>moon</rdg></app> <app><rdg>hot</rdg>"
        "<rdg>cold</rdg></app> <subst><del>bad</del><add>good</add></subst></p>",
        [("body", "up teh cat sun hot good")],
    ),
    "words over a line end": (
        "<p>revo-\n <lb break='no'/>\n lution, evo<lb break='no'/>lution, well-<lb/>known, next\n<lb/>line"
        "</p>",
        [("body", "revolution, evolution, well-\nknown, next line")],
    ),
    "what is lost": (
        "<p>I saw <gap reason='illegible'/> there<space/>once</p>",
        [("body", "I saw […] there once")],
    ),
    "words without blanks": (
        "<p><w>The</w><w>cat</w><w>sat</w><pc>.</pc></p><p><w>It</w><w>ran</w><pc>!</pc></p>",
        [("body", "The cat sat."), ("body", "It ran!")],
    ),
    "words on lines": (
        "<p>\n<w>The</w>\n<w>cat</w>\n<pc>,</pc>\n<w>he</w>\n</p>",
        [("body", "The cat, he")],
    ),
    "blanks as elements": ("<p><w>The</w><c> </c><w>cat</w><pc>.</pc></p>", [("body", "The cat.")]),
    "words with their blanks": ("<p><w>I </w><w>do</w><w>n't </w><w>go</w></p>", [("body", "I don't go")]),
    "notes of several paragraphs": (
        "<p>Text.</p><note><p>One.</p><p>Two.</p></note><div type='notes'><p>3. Three.</p></div>",
        [("body", "Text."), ("footnote", "One."), ("footnote", "Two."), ("footnote", "3. Three.")],
    ),
    "what is not prose": (
        "<figure><head>Fig. 1</head><p>A ship.</p></figure><table><row><cell>rye</cell><cell>2</cell></row>"
        "</table><div type='contents'><list><item>One 1</item></list></div><castList><castItem>Joss"
        "</castItem></castList>",
        [
            *(("caption", one) for one in ("Fig. 1", "A ship.", "rye 2")),
            ("nav", "One 1"),
            ("stage", "Joss"),
        ],
    ),
    "a list in a paragraph": (
        "<p>We have <list><item>a</item><item>b</item></list> here.</p>",
        [("body", "We have\na\nb\nhere.")],
    ),
    "a letter": (
        "<opener><dateline>Bath</dateline><salute>Dear sir,</salute></opener><p>I write.</p><closer>"
        "<signed>Jane</signed></closer>",
        [("dateline", "Bath"), ("body", "Dear sir,"), ("body", "I write."), ("byline", "Jane")],
    ),
    "a work named in passing": (
        "<p>See <bibl>Smith, <title>Trees</title></bibl>, p. 3.</p>",
        [("body", "See Smith, Trees, p. 3.")],
    ),
}


@pytest.mark.parametrize("name", TEI_CASES)
@pytest.mark.parametrize("space", [' xmlns="http://www.tei-c.org/ns/1.0"', ""])
def test_dialects_of_tei(name, space):
    body, expected = TEI_CASES[name]
    source = f"<TEI{space}><text><body>{body}</body></text></TEI>"
    assert blocks_of(read_document(source.encode(), "a.xml")) == expected


HEADERS = {
    "names": (
        "<titleStmt><title type='sub'>B</title><title type='main'>A</title><author><persName><forename>Ann"
        "</forename><surname>Lee</surname></persName><idno>123</idno></author><author>Bo</author></titleStmt>",
        {"title": "A", "author": "Ann Lee; Bo"},
    ),
    "responsibility": (
        "<titleStmt><title>A</title><respStmt><resp>author</resp><name>Ann Lee</name></respStmt><respStmt>"
        "<resp>encoder</resp><name>Cy</name></respStmt></titleStmt>",
        {"title": "A", "author": "Ann Lee"},
    ),
    "not before": (
        "<sourceDesc><bibl><date notBefore='1891' notAfter='1894'>early</date></bibl></sourceDesc>",
        {"date": "1891–1894"},
    ),
    "from": ("<sourceDesc><date from-iso='1850' to-iso='1860'/></sourceDesc>", {"date": "1850–1860"}),
    "a template": (
        "<sourceDesc><bibl><date when='0000-00-00'/></bibl><bibl><date>1623</date></bibl></sourceDesc>",
        {"date": "1623"},
    ),
    "written": (
        "<publicationStmt><date>2019</date></publicationStmt><profileDesc><creation><date when='1611'/>"
        "</creation></profileDesc>",
        {"date": "1611"},
    ),
}


@pytest.mark.parametrize("name", HEADERS)
def test_headers_of_tei(name):
    header, expected = HEADERS[name]
    source = f"<TEI><teiHeader>{header}</teiHeader><text><body><p>Words.</p></body></text></TEI>"
    assert dict(read_document(source.encode(), "a.xml").metadata) == expected


def test_a_person_is_called_by_the_name_alone():
    source = (
        "<TEI.2><teiHeader><role id='l'>Lee,</role><person id='j'><persName>Old Joss</persName>"
        "<occupation>ferryman</occupation></person></teiHeader><text><body>"
        "<sp who='#j'><speaker>Joss</speaker><p>Yes.</p></sp><sp who='#k'>"
        "<speaker>Kit (<hi>aside</hi>).</speaker><p>No.</p></sp><sp who='All Men'><p>Ho!</p></sp>"
        "<sp who='#l'><p>I.</p></sp></body>"
        "</text></TEI.2>"
    )
    blocks = read_document(source.encode(), "a.xml").markup.blocks
    assert [one.speaker for one in blocks if one.kind == "body"] == [
        "Old Joss",
        "Kit (aside)",
        "All Men",
        "Lee",
    ]


def test_quotation_marks_count_where_only_displayed_quotations_are_marked(tmp_path):
    source = (
        "<TEI><text><body><p>She said, “Go home at once,” and left.</p><said who='#ann'><p>A long "
        "answer.</p></said></body></text></TEI>"
    )
    (tmp_path / "a.xml").write_text(source, encoding="utf-8")
    corpus = read_corpus(tmp_path)
    quotations = annotate(corpus).quotations
    assert span_text(corpus, quotations) == ["Go home at once,", "A long answer."]
    assert list(quotations["speaker"])[1] == "ann"


def test_every_text_of_a_corpus_in_one_file_is_a_text(tmp_path):
    def text(number, key=""):
        title = f"<teiHeader><titleStmt><title>T{number}</title></titleStmt></teiHeader>"
        return f"<TEI{key}>{title}<text><body><p>Text {number}.</p></body></text></TEI>"

    head = "<teiHeader><titleStmt><title>All</title><author>Ann</author></titleStmt></teiHeader>"
    source = "<teiCorpus>" + head + text(1) + text(2, " xml:id='two'") + "</teiCorpus>"
    (tmp_path / "all.xml").write_text(source, encoding="utf-8")
    (tmp_path / "metadata.csv").write_text("id,party\nall-two,Whig\n", encoding="utf-8")
    corpus = read_corpus(tmp_path)
    assert [(text.id, text.title, text.author, text.raw) for text in corpus] == [
        ("all-1", "T1", "Ann", "Text 1."),
        ("all-two", "T2", "Ann", "Text 2."),
    ]
    assert dict(corpus["all-two"].groups) == {"party": "Whig"}
    assert read_document(source.encode(), "all.xml").raw == "Text 1.\n\nText 2."


def test_characters_that_a_document_type_names_are_read():
    source = (
        '<?xml version="1.0"?>\n<!DOCTYPE TEI.2 PUBLIC "-//TEI P4//DTD//EN" "tei2.dtd" [\n<!ENTITY '
        '% TEI.prose "INCLUDE">\n<!ENTITY % lat SYSTEM "lat.ent"> %lat;\n<!ENTITY shy "&#173;">'
        '<!-- a ] -->\n<!ENTITY fig SYSTEM "f.jpg" NDATA jpeg>]>\n'
        "<TEI.2><text><body><p>a&shy;b &mdash; c</p></body></text></TEI.2>"
    )
    assert read_document(source.encode(), "a.xml").raw == "a\u00adb — c"
    with pytest.raises(DhtoolsError, match=r"a\.xml, line 7: this is not well-formed"):
        read_document(source.replace("&mdash;", "&nothing;").encode(), "a.xml")


@pytest.mark.parametrize(
    ("stated", "encoding", "read_as"),
    [
        ("UTF-16", "utf-16", "utf-16-le"),
        ("iso-8859-2", "iso-8859-2", "iso-8859-2"),
        ("UTF-8", "cp1252", "cp1252"),
    ],
)
def test_an_encoding_of_xml_is_that_of_the_bytes(stated, encoding, read_as):
    words = "café, naïve, château" if encoding == "cp1252" else "Žluťoučký kůň"
    source = f'<?xml version="1.0" encoding="{stated}"?><TEI><text><body><p>{words}</p></body></text></TEI>'
    document = read_document(source.encode(encoding), "a.xml")
    assert (document.raw, document.encoding) == (words, read_as)


def test_utf8_that_says_to_be_latin_is_repaired():
    source = (
        '<?xml version="1.0" encoding="ISO-8859-1"?><TEI><text><body><p>café “yes”</p></body></text></TEI>'
    )
    document = read_document(source.encode(), "a.xml")
    assert document.raw == "café “yes”" and document.repairs


def test_an_identifier_is_no_name_of_a_person(tmp_path):
    header = '<profileDesc><particDesc><listPerson><person xml:id="S.Iris_T"><persName>S.Iris_T</persName>'
    (tmp_path / "a.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A</title></titleStmt>'
        "<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc>"
        f"{header}</person></listPerson></particDesc></profileDesc></teiHeader><text><body>"
        '<sp who="#S.Iris_T"><speaker>Iris</speaker><p>Ceres, most bounteous lady, thy rich leas.</p></sp>'
        "</body></text></TEI>",
        encoding="utf-8",
    )
    assert annotate(read_corpus(tmp_path)).blocks["speaker"].dropna().unique().tolist() == ["Iris"]
