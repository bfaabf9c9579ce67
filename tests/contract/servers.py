"""Small real servers on the loopback address, in the places of the Bot API and of Twilio's API."""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Call:
    """A request as it came."""

    method: str
    path: str
    fields: dict[str, str]
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Reply:
    """What the server answers; without a status it hangs up instead."""

    status: int | None
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)


class LocalServer:
    """Keeps the calls it gets; answers what was planned, each plan once, or else `usual(call)`."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.plans: list[Reply] = []
        server = self

        class OneCall(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                server._answer(self)

            def do_GET(self) -> None:
                server._answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), OneCall)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02})
        self.url = f"http://127.0.0.1:{self._http.server_port}"

    def usual(self, call: Call) -> Reply:
        return Reply(200, {})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Go away; connections are refused from now on."""
        if self._thread.is_alive():
            self._http.shutdown()
            self._thread.join()
            self._http.server_close()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("content-length", 0)))
        parts = urlsplit(request.path)
        fields = dict(parse_qsl(parts.query) + parse_qsl(body.decode(), keep_blank_values=True))
        headers = {name.lower(): value for name, value in request.headers.items()}
        call = Call(request.command, parts.path, fields, headers, body)
        self.calls.append(call)
        reply = self.plans.pop(0) if self.plans else self.usual(call)
        if reply.status is None:
            request.close_connection = True
            return
        content = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
        request.send_response(reply.status)
        for name, value in {"content-type": "application/json", **reply.headers}.items():
            request.send_header(name, value)
        request.send_header("content-length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)


class BotApi(LocalServer):
    """The Bot API, as far as we call it. `updates` wait here until a later offset is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.updates: list[dict[str, object]] = []

    def usual(self, call: Call) -> Reply:
        match call.path.rpartition("/")[2]:
            case "sendMessage":
                chat = {"id": int(call.fields["chat_id"]), "type": "private", "first_name": "大山"}
                sent = {"message_id": len(self.calls), "date": 1795341600, "chat": chat, "text": call.fields["text"]}
                return self._ok(sent)
            case "getUpdates":
                offset = int(call.fields.get("offset", "0"))
                self.updates = [update for update in self.updates if update["update_id"] >= offset]
                return self._ok(self.updates)
            case "getMe":
                return self._ok({"id": 7, "is_bot": True, "first_name": "连心线", "username": "hearthline_bot"})
            case "answerCallbackQuery" | "setWebhook" | "deleteWebhook":
                return self._ok(True)
        return self.error(404, "Not Found")

    @staticmethod
    def error(status: int, description: str, **parameters: int) -> Reply:
        body: dict[str, object] = {"ok": False, "error_code": status, "description": description}
        return Reply(status, body | ({"parameters": parameters} if parameters else {}))

    def sent(self) -> list[tuple[str, str]]:
        """Chat and text of each message taken."""
        return [
            (call.fields["chat_id"], call.fields["text"]) for call in self.calls if call.path.endswith("/sendMessage")
        ]

    @staticmethod
    def _ok(result: object) -> Reply:
        return Reply(200, {"ok": True, "result": result})


class TwilioServer(LocalServer):
    """Twilio's message resource: takes messages, and lists those it was told to list."""

    def __init__(self) -> None:
        super().__init__()
        self.listed: list[dict[str, object]] = []

    def usual(self, call: Call) -> Reply:
        if call.path.endswith("/Messages.json") and call.method == "POST":
            return Reply(201, {"sid": f"SM{len(self.calls):032d}", "status": "queued", "body": call.fields["Body"]})
        if call.path.endswith("/Messages.json"):
            return Reply(200, {"messages": self.listed, "page": 0, "page_size": 50, "next_page_uri": None})
        return Reply(200, {"sid": "AC1", "status": "active"})

    @staticmethod
    def error(status: int, code: int, message: str) -> Reply:
        return Reply(status, {"code": code, "message": message, "more_info": "", "status": status})

    def sent(self) -> list[tuple[str, str]]:
        """To and body of each message taken."""
        return [(call.fields["To"], call.fields["Body"]) for call in self.calls if call.method == "POST"]
