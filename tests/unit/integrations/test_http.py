import httpx
import pytest

from integrations.http import check, failure_of
from integrations.ports import ChannelUnavailable, MessageRejected, OutcomeUnknown


def answered(status: int, **headers: str) -> httpx.Response:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, headers=sent, request=httpx.Request("POST", "https://gateway.example.org/send?to=1"))


@pytest.mark.parametrize("status", [200, 201, 204, 302])
def test_a_taken_message_raises_nothing(status):
    check(answered(status))


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_busy_or_broken_server_is_tried_again(status):
    with pytest.raises(ChannelUnavailable, match=f"^gateway.example.org answered {status}$"):
        check(answered(status))


@pytest.mark.parametrize("status", [400, 401, 404, 422])
def test_a_no_is_a_no(status):
    with pytest.raises(MessageRejected, match=f"^gateway.example.org answered {status}$"):
        check(answered(status))


@pytest.mark.parametrize(
    ("asked", "seconds"), [("7", 7.0), ("0", 0.0), ("Fri, 20 Nov 2026 02:05:01 GMT", None), ("²", None), ("-1", None)]
)
def test_the_time_to_wait_is_read(asked, seconds):
    with pytest.raises(ChannelUnavailable) as failure:
        check(httpx.Response(429, headers=[(b"retry-after", asked.encode())], request=answered(1).request))
    assert failure.value.retry_after == seconds


@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout])
def test_without_a_connection_nothing_was_sent(error):
    assert isinstance(failure_of(error("no")), ChannelUnavailable)


@pytest.mark.parametrize("error", [httpx.ReadTimeout, httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError])
def test_after_sending_silence_is_an_unknown_outcome(error):
    assert isinstance(failure_of(error("no")), OutcomeUnknown)
