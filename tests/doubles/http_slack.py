"""The same `Workspace` behind a real server, for a bot in another process: `SLACK_API_URL` points here.

Faults happen on the wire: a reset closes the connection, a hang keeps it open until the client or the server gives up.
A call with the header `X-Dies: PID before` (or `after`) comes from a process that dies, by kill -9, before (or after)
Slack takes the call, and in any case before it is answered.
"""

import json
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from tests.doubles import exchange
from tests.doubles.exchange import Answer
from tests.doubles.faults import Hang
from tests.doubles.workspace import Workspace

DIES: Final = "X-Dies"


@contextmanager
def http_slack(workspace: Workspace, *, hang_seconds: float = 30) -> Iterator[str]:
    """Serves the workspace until the block ends; yields the base URL that ends in `/api/`."""
    stopped = threading.Event()

    class Door(BaseHTTPRequestHandler):
        """One request."""

        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            if len(body) < length:  # whoever asked died in the middle of it: nobody hears half a request
                self.close_connection = True
                return
            kind, _, rest = self.path.lstrip("/").partition("/")
            match kind:
                case "api":
                    given = exchange.arguments(body, self.headers.get("Content-Type", ""))
                    self._kill("before")
                    answer = exchange.call(workspace, rest.partition("?")[0], given)
                    self._kill("after")
                    self._send(answer)
                case "upload":
                    self._send(exchange.upload(workspace, self.path, body))
                case "hooks":
                    self._send(exchange.respond(workspace, url + self.path, json.loads(body)))
                case _:
                    self._send(Answer(404, "no such address"))

        def _kill(self, moment: str) -> None:
            process, _, when = self.headers.get(DIES, "").partition(" ")
            if when == moment:
                with suppress(ProcessLookupError):  # somebody else was faster
                    os.kill(int(process), signal.SIGKILL)

        def _send(self, answer: Answer) -> None:
            if answer.lost:
                if isinstance(answer.lost, Hang):
                    stopped.wait(hang_seconds)
                    workspace.land()
                self.close_connection = True
                return
            content = answer.body.encode()
            self.send_response(answer.status)
            for name, value in {"Content-Type": "application/json", **answer.headers}.items():
                if name != "Date":  # the server has said it, by the machine's own clock
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            with suppress(OSError):  # whoever asked is dead
                self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Says nothing: the workspace records."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    url = f"http://127.0.0.1:{server.server_port}"
    workspace.hooks_url, workspace.upload_url = f"{url}/hooks", f"{url}/upload/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"{url}/api/"
    finally:
        stopped.set()
        server.shutdown()
        server.server_close()
