"""The chat page in a real browser."""

import shutil
from pathlib import Path

import pytest

from tests.integration.test_web_serve import serving

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(
    not Path(CHROMIUM).exists(), reason="chromium is not installed (apt-get install chromium)"
)

PHONE = {"viewport": {"width": 390, "height": 780}, "is_mobile": True, "has_touch": True}


@pytest.fixture(scope="module")
def line(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("line")) as (_, client):
        yield str(client.base_url)


@pytest.fixture(scope="module")
def chromium():
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium, line):
    """A page on a phone whose owner reads simplified Chinese; no fault may come up in it."""
    with chromium.new_context(locale="zh-CN", base_url=line, **PHONE) as context:
        page = context.new_page()
        faults = []
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.set_default_timeout(30_000)
        yield page
        assert faults == []


def write(page, text):
    page.get_by_label("你要说的话").fill(text)
    page.get_by_role("button", name="发送").click()


def test_an_emergency_is_answered_with_a_number_to_tap(phone):
    phone.goto("/")
    playwright.expect(phone.locator(".danger")).to_have_text("有危险先打120、119、110。")
    write(phone, "奶奶叫不醒")
    reply = phone.locator("li.theirs").last
    playwright.expect(reply).to_contain_text("120")
    assert reply.get_by_role("link", name="120").first.get_attribute("href") == "tel:120"
    playwright.expect(phone.locator("li.mine")).to_have_count(1)
    playwright.expect(phone.locator("li.theirs")).to_have_count(2)


def test_what_was_said_is_there_again_in_its_order(phone):
    phone.goto("/")
    for at, text in enumerate(("你好", "帮助")):
        write(phone, text)
        playwright.expect(phone.locator("li.theirs")).to_have_count(at + 2)
    before = phone.locator("li").all_inner_texts()
    phone.reload()
    playwright.expect(phone.locator("li")).to_have_count(len(before))
    assert phone.locator("li").all_inner_texts() == before


def test_a_message_written_without_a_connection_goes_out_once_it_is_back(phone):
    phone.goto("/")
    write(phone, "你好")
    playwright.expect(phone.locator("li.theirs")).to_have_count(2)
    phone.context.set_offline(True)
    write(phone, "帮助")
    playwright.expect(phone.get_by_role("status")).to_contain_text("还没发出去")
    phone.context.set_offline(False)
    playwright.expect(phone.locator("li.theirs")).to_have_count(3)
    playwright.expect(phone.locator("li.mine")).to_have_count(2)


def test_an_answer_that_was_lost_on_the_way_is_fetched_under_the_same_id(phone):
    ids = []

    def lose_first(route):
        ids.append(route.request.post_data_json["message_id"])
        if len(ids) == 1:
            route.fetch()  # it arrives, and the answer does not
            route.abort()
        else:
            route.continue_()

    phone.route(
        "**/api/v1/messages", lambda route: lose_first(route) if route.request.method == "POST" else route.continue_()
    )
    phone.goto("/")
    write(phone, "你好")
    playwright.expect(phone.locator("li.theirs")).to_have_count(2)
    phone.wait_for_timeout(2500)
    assert len(ids) == 2
    assert len(set(ids)) == 1
    playwright.expect(phone.locator("li.theirs")).to_have_count(2)


def test_words_are_shown_as_words(phone):
    phone.goto("/")
    write(phone, "<img src=x onerror=alert(1)>\n第二行")
    playwright.expect(phone.locator("li.mine")).to_contain_text("<img src=x onerror=alert(1)>")
    assert phone.locator("li img").count() == 0


def test_the_conversation_can_be_cleared_from_the_phone(phone):
    phone.goto("/")
    write(phone, "你好")
    playwright.expect(phone.locator("li.theirs")).to_have_count(2)
    phone.once("dialog", lambda dialog: dialog.accept())
    phone.get_by_role("button", name="清除本机上的对话").click()
    playwright.expect(phone.locator("li")).to_have_count(1)
    assert phone.evaluate("localStorage.length") == 0


@pytest.mark.parametrize(("locale", "sends"), [("zh-TW", "傳送|發送"), ("en-GB", "Send")])
def test_the_page_speaks_the_language_of_the_browser(chromium, line, locale, sends):
    with chromium.new_context(locale=locale, base_url=line) as context:
        page = context.new_page()
        page.goto("/")
        assert page.locator("#send").inner_text() in sends.split("|")
        page.get_by_role("link", name="简体").click()
        playwright.expect(page.locator("#send")).to_have_text("发送")


def test_it_fits_a_small_phone(chromium, line):
    with chromium.new_context(locale="zh-CN", base_url=line, viewport={"width": 320, "height": 480}) as context:
        page = context.new_page()
        page.goto("/")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert page.locator("#send").is_visible()
