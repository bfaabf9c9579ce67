from hypothesis import given
from hypothesis import strategies as st

from integrations.pieces import sendable, split_text

texts = st.text(st.characters(codec=None, exclude_categories=()), max_size=300)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(texts, st.integers(2, 40))
def test_every_piece_fits_and_says_something(text, longest):
    for piece in split_text(text, longest):
        assert units(piece) <= longest
        assert piece.strip()


@given(texts, st.integers(2, 40))
def test_no_letter_is_lost(text, longest):
    assert "".join("".join(split_text(text, longest)).split()) == "".join(sendable(text).split())


@given(texts)
def test_every_text_can_be_sent_and_stays_as_it_is_then(text):
    sent = sendable(text)
    assert sent.encode().decode() == sent
    assert "\0" not in sent
    assert sendable(sent) == sent


def test_a_short_text_stays_whole():
    assert split_text(" 好的\n谢谢 ", 70) == [" 好的\n谢谢 "]


def test_a_text_is_cut_where_a_reader_would_pause():
    assert split_text("第一句话。第二句话。第三句", 11) == ["第一句话。第二句话。", "第三句"]
    assert split_text("一行字\n另一行字", 6) == ["一行字", "另一行字"]


def test_a_character_of_two_units_is_not_cut_in_half():
    assert split_text("一👵👵", 4) == ["一👵", "👵"]


def test_halves_of_one_character_come_together():
    assert sendable("\ud83d\udc75") == "👵"


def test_nothing_has_no_pieces():
    assert split_text(" \n\0", 10) == []
