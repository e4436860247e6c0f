"""Bytes that are not UTF-8: read as Windows-1252 if that gives words, otherwise refused with candidates."""

import pytest

from dhtools.corpus.files import decode
from dhtools.errors import DhtoolsError

ENGLISH = "He said “late” – and didn’t go to the café. "


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        "Sie ging über die Straße nach Hause und aß.",
        "Elle était très fatiguée à l’hôtel où nous étions; l’œuvre, ça, Noël, ÉTÉ.",
        "¿Qué pasó, señor? Él comió. ¡Año nuevo! El 1º y la 2ª.",
        "Não há razão; a coração dói às três. SÃO PAULO",
        "Perché non è più così? Sarà, però; città, virtù.",
        "Der var engang en ø, hvor ål blev spist: æøå. ÆØÅ",
        "Ett långt år för mänskligheten; det var över.",
        "Það var langur dagur og kvöldið kom, þótt hún væri þreytt; ýmislegt.",
        "Hyvää yötä, sanoi äiti. Tämä on öinen työ; yöäänestys.",
        "l’avi, perquè això és així; col·lecció, pingüí, París",
        "The café, the naïve Müller, señor García and Søren: £5, ½, 10°, §4, © 1917, «no», “yes”…",
        "Molière, Søren, Straße, señor, coração, città",
    ],
)
def test_western_texts_are_read(text):
    assert decode(text.encode("cp1252"), "a.txt") == (text, "cp1252")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "mac_roman"),
        (ENGLISH * 10, "mac_roman"),
        ("Sie ging über die Straße nach Hause und aß schöne Äpfel.", "mac_roman"),
        ("Il a été fatigué après la fête à Noël.", "cp437"),
        ("Он сказал, что пойдёт домой.", "cp1251"),
        ("Да, он.", "cp1251"),
        ("Привет, мир. Это был долгий день.", "koi8_r"),
        ("Он сказал, что пойдёт домой.", "cp866"),
        ("Ήταν μια μεγάλη μέρα.", "cp1253"),
        ("Byl to dlouhý den a přišel večer, řekl děda.", "cp1250"),
        ("Był to długi dzień i przyszła noc, rzekł dziadek.", "cp1250"),
        ("Hosszú nap volt és eljött az őszi est, mondta a nagyapó; fűtött.", "cp1250"),
        ("Bil je dolg dan in prišel je večer, že pozno.", "cp1250"),
        (
            "Güneş doğdu ve şehir ışıl ışıl oldu.",
            "cp1250",
        ),  # cp1254 is not told apart; both are named or refused
        ("Viņš gāja mājās; šodien bija auksts, ļoti žēl.", "cp1257"),
        ("הוא הלך הביתה", "cp1255"),
        ("ذهب إلى البيت", "cp1256"),
        ("他回家了。天气很冷。", "gb18030"),
        ("他回家了。天氣很冷。", "big5"),
        ("그는 집에 갔다. 날씨가 추웠다.", "euc_kr"),
    ],
)
def test_other_alphabets_are_refused_and_the_encoding_is_named(text, encoding):
    stored = "cp1254" if "Güneş" in text else encoding
    with pytest.raises(
        DhtoolsError, match=rf"a.txt, line 1: .*may be [^.]*\b{encoding}\b.*Save the file again as UTF-8"
    ):
        decode(text.encode(stored), "a.txt")
