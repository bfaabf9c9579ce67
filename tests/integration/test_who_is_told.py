"""Who a household hears is being told: by a word that fits their level, and by no empty name."""

import pytest

from tests.integration.at_work import COUNTY, HOME, QIAN, SUN, TOWNSHIP, VILLAGE, says, to

SICK = "我妈查出肺癌，自己花了两万三"


def replies(happened):
    return "\n".join(each["text"] for each in to(happened, HOME, "reply"))


@pytest.mark.parametrize(
    ("cadres", "called"),
    [
        ([("李四", QIAN, TOWNSHIP, "township")], "我正在叫乡镇的李四"),
        ([("王县长", SUN, COUNTY, "county")], "我正在叫县里的王县长"),
    ],
)
def test_above_the_village_nobody_is_called_a_village_cadre_or_said_to_come(bare, cadres, called):
    for name, address, area, level in cadres:
        bare(do="cadre", name=name, channel="sms", address=address, area=area, level=level)
    bare(do="household", address=HOME, channel="sms", area=VILLAGE)
    says(bare, HOME, SICK)
    sent = replies(says(bare, HOME, "1"))
    assert f"{called.removeprefix('我正在叫')}。上门核实最晚" in sent
    assert "会上门" not in sent
    assert called in replies(says(bare, HOME, "奶奶叫不醒", minutes=60))


def test_where_there_is_no_cadre_no_name_is_left_out(bare):
    bare(do="household", address=HOME, channel="sms", area=VILLAGE)
    says(bare, HOME, "奶奶叫不醒")
    again = replies(says(bare, HOME, "奶奶还是叫不醒，没有呼吸了"))
    assert "记到A1001了。电话别挂" in again
    assert "，看得到" not in again
