"""One village with a cadre at each level: who they are, and how a test lets them write."""

from datetime import timedelta

VILLAGE, TOWNSHIP, COUNTY = "530326106203", "530326106", "530326"
ZHAO, QIAN, SUN = "+8613800000001", "+8613800000002", "+8613800000003"
HOME = "+8613900000001"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def says(line, who, words, minutes=0):
    return line(minutes, **{"from": who}, channel="sms", text=words)


def to(happened, address, kind=None):
    return [each for each in happened if each.get("to") == address and kind in (None, each.get("kind"))]
