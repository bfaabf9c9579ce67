"""Sealing: whatever people write comes back, changed texts are refused, keys can be changed."""

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from bot.store.crypto import Cipher, new_secret

OLD, NEW = "an old secret that is long enough for it", "a new secret that is long enough for it"
CIPHER = Cipher([OLD])
anything = st.text(st.characters())  # NUL and lone surrogates included


@given(anything)
def test_what_is_sealed_opens_again(text):
    assert CIPHER.open(CIPHER.seal(text)) == text


@given(st.recursive(st.none() | st.booleans() | st.integers() | anything, lambda inner: st.lists(inner)))
def test_json_that_is_sealed_opens_again(value):
    assert CIPHER.open_json(CIPHER.seal_json(value)) == value


@given(anything, anything, anything)
def test_a_blind_index_is_stable_and_keeps_its_parts_apart(first, second, third):
    assert CIPHER.blind(first, second) == Cipher([OLD]).blind(first, second)
    if (first, second) != (second, third):
        assert CIPHER.blind("x", first) != CIPHER.blind("x" + "x", first)


def test_the_same_text_is_sealed_differently_each_time():
    assert CIPHER.seal("吴桂兰") != CIPHER.seal("吴桂兰")


def test_a_changed_text_does_not_open():
    sealed = bytearray(CIPHER.seal("吴桂兰"))
    sealed[-1] ^= 1
    with pytest.raises(InvalidTag):
        CIPHER.open(bytes(sealed))


def test_after_a_change_of_keys_old_texts_open_and_are_found():
    both = Cipher([NEW, OLD])
    assert both.open(CIPHER.seal("吴桂兰")) == "吴桂兰"
    assert both.blind("sms", "1") == CIPHER.blind("sms", "1")


def test_a_key_that_was_not_given_opens_nothing():
    with pytest.raises(KeyError):
        Cipher([NEW]).open(CIPHER.seal("吴桂兰"))


def test_every_new_secret_is_another():
    assert new_secret() != new_secret()
