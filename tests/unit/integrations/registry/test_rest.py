"""The REST adapter's reading of whatever may answer in a registry's place."""

import json
from dataclasses import replace

import httpx
import pytest

from integrations.ports import RegistryRefused, RegistryUnavailable
from integrations.registry.codes import read_codes
from integrations.registry.rest import RestRegistry, render_change, rest_registry
from tests.contract.test_registries import CASE

pytestmark = pytest.mark.anyio

ERROR = {"error": {"code": "some_reason", "message": "why"}}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.parametrize("status", [400, 409, 413, 422, 428])
async def test_the_registrys_no_is_a_refusal(status):
    with pytest.raises(RegistryRefused, match="some_reason"):
        await _answering(status, json=ERROR).upsert_case(CASE)


@pytest.mark.parametrize("status", [301, 302, 401, 403, 404, 405, 408, 429, 500, 502, 503, 504])
async def test_what_says_nothing_of_the_case_is_the_registry_being_away(status):
    with pytest.raises(RegistryUnavailable):
        await _answering(status, json=ERROR).upsert_case(CASE)


@pytest.mark.parametrize("status", [200, 201, 400, 412, 422])
@pytest.mark.parametrize("body", ["<html>sign in first</html>", "", "[]", "null", '{"error": "?"}', "\x00\xff"])
async def test_an_answer_in_another_language_is_the_registry_being_away(status, body):
    with pytest.raises(RegistryUnavailable):
        await _answering(status, text=body).upsert_case(CASE)


@pytest.mark.parametrize(
    "body", ["<html>", "[]", "null", "{}", '{"households": [{}], "changes": [{}]}', '{"changes": 1}']
)
async def test_an_unreadable_list_is_the_registry_being_away(body):
    with pytest.raises(RegistryUnavailable):
        await _answering(200, text=body).find_household("+8613911110001")
    with pytest.raises(RegistryUnavailable):
        await _answering(200, text=body).changes("5")


async def test_a_lookup_is_never_refused():
    with pytest.raises(RegistryUnavailable):
        await _answering(422, json=ERROR).find_household("+8613911110001")
    with pytest.raises(RegistryUnavailable):
        await _answering(422, json=ERROR).changes(None)


@pytest.mark.parametrize("error", [httpx.ConnectError("x"), httpx.ReadTimeout("x"), httpx.RemoteProtocolError("x")])
async def test_a_broken_line_is_the_registry_being_away(error):
    def answer(request: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(RegistryUnavailable):
        await _registry(answer).upsert_case(CASE)


async def test_a_port_where_nobody_listens_is_the_registry_being_away():
    registry = rest_registry("http://127.0.0.1:1")
    with pytest.raises(RegistryUnavailable):
        await registry.changes(None)
    await registry.close()


async def test_an_endlessly_edited_case_is_tried_again_later():
    with pytest.raises(RegistryUnavailable):
        await _answering(412, json=ERROR, headers={"ETag": '"1.0"'}).upsert_case(CASE)


async def test_a_phone_never_stands_in_an_address():
    seen = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(200, json={"households": []})

    await _registry(answer).find_household("+8613911110001")
    assert seen == ["http://registry/v1/households/search"]


async def test_the_same_content_has_the_same_idempotency_key_and_another_another():
    keys = []

    def answer(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["Idempotency-Key"])
        return httpx.Response(200, json={"case": "A1024", "version": 1, "outcome": "unchanged"})

    for record in (CASE, CASE, replace(CASE, version=2), replace(CASE, status="withdrawn")):
        await _registry(answer).upsert_case(record)
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3


async def test_a_token_travels_as_bearer():
    registry = rest_registry("http://registry", token="s3cret")
    assert registry._client.headers["Authorization"] == "Bearer s3cret"
    await registry.close()


async def test_a_status_word_we_do_not_know_is_passed_over_and_the_rest_is_read():
    page = {
        "changes": [
            {"case": "A1", "status": "重新命名", "note": None, "at": "2026-11-20T10:00:00+08:00"},
            {"case": "A2", "status": "纳入监测", "note": None, "at": "2026-11-20T10:00:00+08:00"},
        ],
        "cursor": "2",
    }
    changes, cursor = await _answering(200, json=page).changes(None)
    assert ([change.key for change in changes], cursor) == (["A2"], "2")


async def test_a_registry_set_up_anew_is_read_from_its_beginning():
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.params["after"] != "0":
            return httpx.Response(410, json=ERROR)
        return httpx.Response(200, json={"changes": [], "cursor": "0"})

    assert await _registry(answer).changes("57") == ([], "0")


def test_a_record_travels_in_the_registrys_words():
    record = replace(CASE, risk_types=("care", "disaster"), details={"disaster_kind": "hail", "amount": 900})
    body = render_change(record, read_codes())
    assert body["status"] == "自主申报"
    assert body["risks"] == [{"word": "其他", "note": "照护缺失"}, {"word": "因自然灾害", "note": None}]
    assert body["disaster"] == {"code": "0205", "word": "气象", "note": "冰雹"}
    assert body["details"] == {"amount": 900}


def test_half_characters_and_nul_do_not_travel():
    body = render_change(replace(CASE, details={"place": "新\0田\ud800村"}), read_codes())
    assert body["details"] == {"place": "新田?村"}
    assert json.dumps(body, ensure_ascii=False).encode()


def _answering(status: int, **answer: object) -> RestRegistry:
    return _registry(lambda request: httpx.Response(status, **answer))


def _registry(answer) -> RestRegistry:
    return RestRegistry(httpx.AsyncClient(transport=httpx.MockTransport(answer), base_url="http://registry"))
