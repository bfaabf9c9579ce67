"""A stranger who wants money or a code in the name of help is a fraud; a cadre who does is complained of."""

import pytest

from dialogs.flows.beware import asked
from tests.unit.dialogs.test_engine import turn


@pytest.mark.parametrize(
    "text",
    [
        "有人冒充扶贫办让交500元保证金才给补助，是真的吗",
        "有个电话说给我补贴，叫我先转两千块，可信不",
        "收到短信说中了补助要填银行卡密码，是不是骗子",
        "收到簡訊要我給驗證碼才能領補助，真的嗎",
        "Someone called and asked me to pay a deposit to get aid, is it a scam?",
    ],
)
def test_a_fraud_is_called_one(parts, text):
    assert asked(turn(parts, text).plain)


@pytest.mark.parametrize(
    "text",
    [
        "村干部叫我先交500块才给办低保，是不是不对",
        "你们是不是骗子",
        "申请低保要不要交钱",
        "合作医疗今年要交多少钱，能不能少交",
        "有人说贷款可以免息，是真的吗",
        "医院叫我先交一万押金，我拿不出，能帮吗",
    ],
)
def test_what_is_none_is_not(parts, text):
    assert not asked(turn(parts, text).plain)
