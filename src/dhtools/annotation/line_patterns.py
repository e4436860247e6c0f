"""Phrases and shapes of lines that tell what a line is: those of books, journals and web sites in English."""

from __future__ import annotations

import re

from ..wordlists.languages import language_list
from .note_marks import NOTE_MARKS

_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*"
_DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTHS}\.?(?:\s+\d{{1,2}},)?\s+\d{{4}}"
_ALL_MONTHS = "|".join(
    month for language in ("en", "de", "fr") for month in language_list(language, "months") if len(month) > 2
)
_LANGUAGES = "english|français|deutsch|español|italiano|português|русский|türkçe|polski|中文"
_NUMBER = (
    r"(?:\d{1,3}(?:st|nd|rd|th)?|(?-i:[IVXLC]+|[ivxlc]+)|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)"
)
_PARTS = "chapter|chap\\.?|book|part|volume|vol\\.?|letter|canto|act|scene|section|stave"
_ALONE = (
    "preface|foreword|introduction|prologue|epilogue|conclusion|contents|appendix|afterword|acknowledge?ments"
)

# --- what sites put around a text
NAV = re.compile(
    r"(?:home|menu|search|print|share|email|login|log in|register|loading|next|previous|back|top"
    rf"|skip to content|{_LANGUAGES})[^\w.!?…,;]*\Z",
    re.IGNORECASE,
)
BREADCRUMB = re.compile(r".* [>»›] ?")
ARCHIVE_NAME = re.compile(r"\b(?:1[5-9]|20)\d{6}\b")
BOILERPLATE = re.compile(
    r"discover more from\b|subscribe (?:now\W*\Z|to (?:get|our|the|my|this|receive)\b)"
    r"|sign up (?:to|for)\b.*\b(?:newsletters?|e-?mails?|updates|posts|alerts)\b"
    r"|share (?:this(?: (?:post|article|page|story))?:?\Z|on \w+\Z)|like this:?\Z|leave a (?:reply|comment)\b"
    r"|posted (?:in|by|on):? (?-i:[A-Z\d])[^.]*\Z|filed under\b|tagged(?: with| as)?:? (?-i:[A-Z])[^.]*\Z"
    r"|©|copyright\b.*(?:\d{4}|©|reserved)|all rights reserved"
    r"|read more(?:\W*\Z|:)|related (?:posts|articles|stories)\W*\Z|advertisement\W*\Z",
    re.IGNORECASE,
)
#: ``<br/>``, ``&nbsp;``, ``![](picture.png)``, ``{{template}}``, and nothing else
MARKUP = re.compile(
    r"(?:(?:</?[a-zA-Z][^<>]{0,300}>|<!--(?:(?!-->).){0,2000}-->|&(?:[a-zA-Z]{2,8}|#\d{1,6});"
    r"|!\[[^\]\n]{0,200}\]\([^)\s]{0,300}\)|\{\{[^{}]{0,300}\}\}|\[TOC\])\s*)++\Z",
    re.DOTALL,
)
#: ``2 responses to “Title”`` heads comments for certain; a mere ``Comments`` only if comments do follow.
COMMENTS_ON = re.compile(
    r"(?:\d+|one) (?:responses?|comments?|repl(?:y|ies)|thoughts?) (?:to|on) [“\"‘«']", re.IGNORECASE
)
COMMENTS = re.compile(
    r"(?:(?:\d+ )?(?:comments|responses|replies)|1 (?:comment|response|reply)"
    r"|(?:leave|add|post) a (?:reply|comment))\W*\Z",
    re.IGNORECASE,
)
COMMENT_SIGN = re.compile(
    r"\b(?:says|wrote|writes):|\breply\W*\Z|\bago\W*\Z|\bat \d{1,2}[:.]\d\d\b"
    r"|\blog(?:ged)? in\b|\byour e-?mail\b",
    re.IGNORECASE,
)

# --- what stands at the head of a text
DATELINE = re.compile(rf"\W{{0,3}}(?:(?:[A-Z]\w+,?\s+)?{_DATE}|\d{{4}}-\d\d-\d\d)\W{{0,3}}\Z")
#: The same in other languages: *Tue 6 Sep 2022 06.00 BST*, *14.03.2019, 18:22 Uhr*, *le 3 mai 2019 à 18h22*.
DATED = re.compile(
    r"\W{0,3}(?:\w{2,10}\.?,?\s+)?(?:(?:den |am |le )?\d{1,2}(?:st|nd|rd|th|er|\.)?\s+)?"
    rf"(?:(?:{_ALL_MONTHS}|{_MONTHS})\.?,?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?\d{{4}}"
    r"|\d{1,4}[./-]\d{1,2}[./-]\d{1,4})(?:\W+(?:at |à |um )?\d{1,2}[.:h]\d\d.{0,12})?\W{0,3}\Z",
    re.IGNORECASE,
)
_PLACE = (
    r"[A-ZÀ-ÖØ-Þ][\w’'.-]*+"
    r"(?:[ /](?:am|an der|im|in|on|upon|de|du|la|le|les|sur|of|the|[A-ZÀ-ÖØ-Þ][\w’'.-]*+)){0,4}"
)
_DAY = (
    rf"(?:(?:den |le |on )?\d{{1,2}}(?:st|nd|rd|th|er|\.)?\s?(?:(?i:{_ALL_MONTHS})|{_MONTHS})"
    rf"|(?:(?i:{_ALL_MONTHS})|{_MONTHS})\.?\s\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}\.\d{{1,2}}\.)(?:,?\s?\d{{4}})?"
)
_AGENCY = r"\((?:[A-Z]\w*|afp|ap|apa|dpa|epd|kna|sid|upi)(?:[/ -]\w+)?\)"
_BEGINS = r"\s*(?:—|–|--?)(?=\s*[\"“„«»‘]?[A-ZÀ-ÖØ-Þ\d])"
#: Place, date and agency before the first words: *LONDON, May 4 (Agency) –*, *Hamburg, 3. März. –*.
RUN_IN_DATELINE = re.compile(rf"{_PLACE}(?:, {_PLACE})?[.,]? {_DAY}\.?(?:,? {_AGENCY})?[.:]?{_BEGINS}")
#: The same without a date, where an article begins: *WASHINGTON —*, *Wien (APA) –*.
PLACE_ALONE = re.compile(
    rf"(?:[A-ZÀ-ÖØ-Þ]{{3,}}(?:[ -][A-ZÀ-ÖØ-Þ]{{2,}}){{0,3}}(?:, [A-Z][\w.]+)?(?: {_AGENCY})?"
    rf"|{_PLACE}(?:, {_PLACE})? {_AGENCY})[.:]?{_BEGINS}"
)
BYLINE = re.compile(
    r"(?:by|written by|translated by|edited by|(?-i:(?:[Vv]on|[Pp]ar)(?=\s+[A-ZÄÖÜÉ])))\b(?:\W|\Z)",
    re.IGNORECASE,
)
SERIES = re.compile(r".*\b(?:part|no\.|number|series|volume)\s+(?:\d+|[IVXL]+)\b", re.IGNORECASE)
#: A course or a task in the head of an essay: *HIST 214*, *English 101*, *Essay 2*, *Word count: 800*.
COURSE = re.compile(
    r"\b[A-Z]{2,5}[ -]?\d{3,4}[A-Z]?\b|\A[A-Z][a-z]+(?: [A-Z][a-z]+)? \d{3}\b"
    r"|\A[A-Z][a-z]+ \d{1,2}, (?i:section|group|period) \d"
    r"|\A(?i:essay|paper|assignment|coursework|homework|course|class|module|seminar|period|section)"
    r"\W{0,2}(?:\d{1,3}|[IVX]+|(?i:one|two|three))?\W*\Z"
    r"|\A(?i:instructor|teacher|tutor|lecturer|professor|supervisor|course|class|module|seminar|subject|school|grade|form"
    r"|student(?: (?:id|number|no\.?))?|word count|submitted (?:to|by|on)|due(?: date)?"
    r"|(?:pro|haupt|ober)?seminar|übung|dozent(?:in)?|lehrer(?:in)?|betreuer(?:in)?|leitung|kurs|klasse|fach|modul|schule"
    r"|matrikel(?:nummer|nr\.?)|studiengang|fachsemester|semester|abgabe|professeure?|enseignante?|classe|cours|matière)\s*:"
    r"|\A(?:Seminar (?:in|on)|(?:Pro|Haupt)seminar|Universität|Hochschule|University of|Université)\b"
    r"|\A(?:Department of|Faculty of|Institut für)\b"
    r"|\b(?:University|College|Universität|Hochschule|Seminar|Institut)\Z|\A(?:Winter|Sommer)semester\b|\A(?:WS|SS|WiSe|SoSe)\s?\d"
)
WORD_COUNT = re.compile(r"(?:word count|words|wörter|nombre de mots)\s*:\s*\d[\d.,]*\W*\Z", re.IGNORECASE)
WRITER = re.compile(
    r"(?i:(?:student(?:’s|'s)? )?name|author|written by|verfasser(?:in)?|autor(?:in)?|nom)\s*:\s*\S"
)
DATE_LABEL = re.compile(r"(?i:date|datum|due|abgabe|le)\s*:\s*")
#: What may stand beside it, and elsewhere in a title: *Professor Lind*, *Introduction to Logic*.
TEACHER = re.compile(r"(?:Prof(?:essor|\.)|Dr\.?|Mrs?\.?|Ms\.?|Miss|Herr|Frau|Mme|Introduction to)\s+\S")
PERSON = re.compile(
    r"(?!(?:The|An?|My|Our|His|Her|On|In|Of|For|From|How|Why|What|Who|When|Where|Is|Was|Are|Two|Three)\s)(?:By\s+)?(?:[A-Z][\w’'-]*\.?\s+){1,3}[A-Z][\w’'-]+\Z"
)
PUBLISHED = re.compile(
    r"(?:first |originally )?(?:published|source|printed|reprinted)(?: in| from)?\s*:", re.IGNORECASE
)
BRACKETED_SOURCE = re.compile(r"\[[^\[\]]*\d[^\[\]]*\]\Z")
EDITORIAL = re.compile(
    r"(?:the following|this|we (?:re)?publish)\b.{0,40}"
    r"\b(?:lecture|speech|article|text|essay|interview|report|letter|statement)s?\b.{0,20}"
    r"\b(?:was|were|is|are|appeared|here)\b.{0,20}"
    r"\b(?:delivered|given|published|written|posted|translated|reprinted|first)\b",
    re.IGNORECASE,
)

TRANSCRIBER = re.compile(r"\W{0,3}transcriber[’']?s?[’']?\s+notes?\b\W", re.IGNORECASE)

# --- divisions
ALONE = re.compile(
    rf"(?:{_ALONE}|abstract|summary|zusammenfassung|einleitung|vorwort|résumé|avant-propos)[^\w!?]*\Z",
    re.IGNORECASE,
)
DIVISION = re.compile(
    rf"(?:{_ALONE})[^\w!?]*\Z|(?:{_PARTS})\s+(?:the\s+)?{_NUMBER}"
    r"(?:\W*\Z|\s*[.:—–-]+\s*\S.{0,70}\Z|\s+\(.{1,70}\)\Z|\s+(?-i:[A-Z]).{0,70}\Z)",
    re.IGNORECASE,
)
# a lone C. or L. is an initial
NUMERAL = re.compile(
    r"(?:(?:[IVX][IVXLC]*|[LC][IVXLC]+)(?:\.?\Z|\.\s+[A-Z][^.]{0,60}(?<![,;:])\Z)|\d{1,3}\.?\Z)"
)
#: ``- 12 -``, ``— IV —``, ``[Page 12]``, ``p. 12``, ``{12}``, ``12 of 300``
PAGE_NUMBER = re.compile(
    r"(?:[-–—]\s?(?:\d{1,4}|[ivxlc]+)\s?[-–—]|\[?\(?(?:page|pg\.?|p\.)\s?(?:\d{1,4}|[ivxlc]+)\)?\]?|\{\d{1,4}\}"
    r"|(?:page )?\d{1,4} (?:of|/) \d{1,4})\Z",
    re.IGNORECASE,
)
NUMBERED_HEAD = re.compile(r"\d{1,4}[\s|.]+[A-Z].*[\w)’'.]\Z|[A-Z].*[^\d\s][\s|]+\d{1,4}\Z")
EDGE_NUMBER = re.compile(r"\A\d{1,4}[\s|.]+|[\s|]+\d{1,4}\Z")
NUMBERED_HEADING = re.compile(r"(\d{1,2})(?:\.\d{1,2}){0,3}\.?\s+[^\W\d_]")
MARKDOWN_HEADING = re.compile(r"#{1,6}\s+\S")

# --- notes, references, pictures
NOTE_MARK = re.compile(r"\[(\d{1,3})\]\Z")
NOTE = re.compile(r"\[(\d{1,3})\]\s*\S")
NAMED_NOTE = re.compile(r"\[Footnote(?:\s\w{1,4})?:|\[\^\d{1,4}\]:")
NOTE_IN_LIST = re.compile(r"\[\d{1,3}\]\s*\S|\^?\d{1,3}\s*[↑^]|\d{1,3}[.)]\s+\S")
_NOTES = "(?:end|foot)?notes|anmerkungen|fußnoten|endnoten|einzelnachweise|notes et références"
NOTES_HEADING = re.compile(rf"(?:{_NOTES})\W*(?:\[[^\[\]]{{0,50}}\])?\Z", re.IGNORECASE)
NOTE_MARKER = re.compile(r"\[(\d{1,3})\]")
_WORKS = (
    "(?:select(?:ed)? )?(?:bibliography|references|works cited|further reading|literature)"
    "|(?:quellen- und )?literatur(?:verzeichnis)?|quellen(?:verzeichnis)?"
    "|bibliographie|références(?: bibliographiques)?"
)
BIBLIOGRAPHY = re.compile(rf"(?:{_WORKS})[^\w!?]*(?:\[[^\[\]]{{0,50}}\])?\Z", re.IGNORECASE)
REFERENCES_HEADING = re.compile(rf"(?:{_NOTES}|{_WORKS})[^\w!?]*\Z", re.IGNORECASE)
#: ``History[edit]``: what an encyclopedia writes behind its headings
EDIT_LINK = re.compile(r"\s*\[\s*(?:edit|bearbeiten|modifier)\b[^\[\]]{0,40}\]\s*\Z", re.IGNORECASE)
#: ``• Orlov, Alexander. … 1953``: a name with a comma or a year in brackets, and somewhere a year.
REFERENCE = re.compile(
    r"(?:[•*·–-]\s*|\[?\d{1,3}[\].]\s*)?(?=.{5,}\b(?:1[5-9]|20)\d\d)"
    r"(?:[^\W\d_][\w’'.-]*(?:\s[^\W\d_][\w’'.-]*){0,3}[,:]|.{3,120}?\((?:1[5-9]|20)\d\d\w?\))"
)
#: What follows an entry of a bibliography and has another shape: it has a year or an address.
LATER_REFERENCE = re.compile(r"\b(?:1[5-9]|20)\d\d\b|https?://|\bwww\.|\bn\.\s?d\.")
#: ``(Hale 77)`` on a line of its own, under a displayed quotation
CITATION = re.compile(r"\([^()]{2,80}\b\d{1,4}[^()\d]{0,12}\)\W?\Z")
CREDIT = re.compile(
    r"\[(?i:photo|image|credit|source)s?\b"
    r"|\b(?:Photo|Image|Credit|Photograph|Source|PHOTO|IMAGE|CREDIT|SOURCE|Foto|Bild|Quelle)[sS]?(?: by)?\s?:"
    r"|\b(?:Photo )?Credit\.{3}|\AImage (?:source|caption),"
)
ILLUSTRATION = re.compile(r"\[Illustration:\s*\S")
FIGURE_LABEL = re.compile(
    r"(?:figure|fig\.|table|plate|map)\s+\d{1,3}[a-z]?(?:\.\d{1,2})?(?:\s*(?:[.:—–-]|\Z)|(?=\s+(?-i:[A-Z])))",
    re.IGNORECASE,
)
PORTRAIT = re.compile(r"(?:[A-Z][\w’'.-]+\s+){1,3}[A-Z][\w’'-]+,\s+(?:an?|the|one|[a-z]+)\b")

# --- speech
SPEAKER = re.compile(r"(?:\W{0,2}\d{1,2}[:.]\d\d\S{0,6}\s+)?\W{0,2}[^\W\d_][\w.'’ -]{0,30}>?:\s+\S")
#: ``ANNA. Where is he?``, and the name on a line of its own: in capitals, or beside others of the kind.
LABEL = re.compile(
    r"_?[A-Z][A-Z’'. -]{1,30}(?:[.:]_?\s+\S|\n)|_?(?:[A-Z][\w’'-]{1,20} ?){1,2}\.(?:_|\s)\s*[A-Z(\[_]"
)
STAGE_DIRECTION = re.compile(r"\W{0,2}(?:re-?)?(?:enter|exit|exeunt|manet)\b", re.IGNORECASE)
TIMED = re.compile(r"\W{0,2}\d{1,2}[:.]\d\d")
SALUTATION = re.compile(
    r"(?:to|dear|my dear|sirs?|mr|mrs|madam|gentlemen|fellow|ladies)\b.{0,100}[:,]\Z", re.IGNORECASE
)
ENDS_SENTENCE = re.compile(rf"[.!?…。！？।؟۔][\"'”’»›)\]*_」』]*{NOTE_MARKS}\Z")
LEADS_IN = re.compile(r"[:,]\Z|[^\W_]\Z")
ENDS_IN_NOTE_MARKER = re.compile(rf"[^\s\[](?=[\[¹²³⁰⁴-⁹]){NOTE_MARKS}\Z")
CLOSED = re.compile(rf"[”’\"'»«“›‹」』]{NOTE_MARKS}\Z|\[\d+\]\Z")
