"""Looking at web pages, with real sockets: what answers, and that nothing inside is ever asked."""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from bot.domain.homepages import Look, Why
from schedules.reaching import Reach, resolve

PUBLIC = "93.184.216.34"
WELL = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def leads_to(url: str) -> bytes:
    return f"HTTP/1.1 302 Found\r\nLocation: {url}\r\n\r\n".encode()


@dataclass
class Server:
    """A web server on this machine: path → all that it says; what it was asked."""

    says: Mapping[str, bytes]
    asked: list[str] = field(default_factory=list)
    connections: int = 0
    closing: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                link, _ = self.socket.accept()
            except OSError:
                return
            with link:
                if self.closing.is_set():
                    return
                self.connections += 1
                self._answer(link)

    def _answer(self, link: socket.socket) -> None:
        read = link.recv(65536).decode("latin-1")
        path = read.split(" ")[1] if read.startswith("GET ") else ""
        self.asked.append(read)
        said = self.says.get(path, b"")
        if said == b"silence":
            self.closing.wait(5)
            return
        try:
            link.sendall(said)
        except OSError:
            return  # who asked has heard enough

    def close(self) -> None:
        self.closing.set()
        socket.create_connection(("127.0.0.1", self.port)).close()
        self.socket.close()
        self.thread.join(5)


Serve = Callable[[Mapping[str, bytes]], Server]


@pytest.fixture
def serve() -> Iterator[Serve]:
    running: list[Server] = []

    def started(says: Mapping[str, bytes]) -> Server:
        running.append(Server(says))
        return running[-1]

    yield started
    for one in running:
        one.close()


def reach(server: Server, names: Mapping[str, Sequence[str]], seconds: float = 5) -> tuple[Reach, list[str]]:
    """Names lead to these addresses; whatever is connected to, if it may be at all, is that server."""
    connected: list[str] = []

    def connect(address: str, _port: int, wait: float) -> socket.socket:
        connected.append(address)
        return socket.create_connection(("127.0.0.1", server.port), timeout=wait)

    def known(host: str, _port: int) -> Sequence[str]:
        if host not in names:
            raise socket.gaierror(host)
        return names[host]

    return Reach(known, connect, seconds), connected


NAMES = {"a.example": [PUBLIC], "b.example": ["8.8.8.8"], "inside.example": ["10.0.0.5"]}


def test_a_page_that_answers(serve: Serve) -> None:
    server = serve({"/about?x=1": WELL})
    looking, connected = reach(server, NAMES)
    assert looking.look("http://a.example/about?x=1") == Look(None, 200)
    assert connected == [PUBLIC]
    assert "Host: a.example\r\n" in server.asked[0]


@pytest.mark.parametrize(
    ("says", "seen"),
    [
        (b"HTTP/1.1 404 Not Found\r\n\r\n", Look(Why.STATUS, 404)),
        (b"HTTP/1.1 503 Busy\r\n\r\n", Look(Why.STATUS, 503)),
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", Look(None, 403)),
        (b"HTTP/1.0 200\r\n\r\n", Look(None, 200)),
        (b"SSH-2.0-OpenSSH\r\n\r\n", Look(Why.GARBLED)),
        (b"", Look(Why.GARBLED)),
        (b"HTTP/1.1 200 OK\r\n" + b"x: " + b"y" * 200_000, Look(Why.GARBLED)),
        (leads_to("ftp://a.example/"), Look(Why.ASTRAY)),
        (leads_to("file:///etc/passwd"), Look(Why.ASTRAY)),
        (leads_to("http://user:secret@b.example/"), Look(Why.ASTRAY)),
        (leads_to("/"), Look(Why.ASTRAY)),
    ],
)
def test_what_it_says(serve: Serve, says: bytes, seen: Look) -> None:
    looking, _ = reach(serve({"/": says}), NAMES)
    assert looking.look("http://a.example/") == seen


def test_a_page_that_leads_on_is_followed(serve: Serve) -> None:
    server = serve({"/": leads_to("http://b.example/home"), "/home": leads_to("../start"), "/start": WELL})
    looking, connected = reach(server, NAMES)
    assert looking.look("http://a.example/") == Look(None, 200)
    assert connected == [PUBLIC, "8.8.8.8", "8.8.8.8"]


def test_five_times_and_no_further(serve: Serve) -> None:
    says = {f"/{n}": leads_to(f"/{n + 1}") for n in range(6)}
    server = serve({**says, "/6": WELL})
    looking, _ = reach(server, NAMES)
    assert looking.look("http://a.example/1") == Look(None, 200)
    assert looking.look("http://a.example/0") == Look(Why.ASTRAY)


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["10.0.0.5"], ["169.254.169.254"], ["::1"], ["::ffff:127.0.0.1"], ["fd00:ec2::254"],
     [PUBLIC, "192.168.0.1"]],
)  # fmt: skip
def test_nothing_inside_is_asked(serve: Serve, addresses: list[str]) -> None:
    server = serve({"/": WELL})
    looking, connected = reach(server, {"a.example": addresses})
    assert looking.look("http://a.example/") == Look(Why.INSIDE)
    assert (connected, server.connections) == ([], 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "[::1]", "127.1", "2130706433", "0x7f000001"])
def test_nor_by_a_number_or_the_machines_own_name(serve: Serve, host: str) -> None:
    """As the machine itself looks names up, and connects."""
    server = serve({"/": WELL})
    assert Reach(resolve=resolve).look(f"http://{host}:{server.port}/").why in (Why.INSIDE, Why.UNKNOWN)
    assert server.connections == 0


def test_nor_where_a_page_leads(serve: Serve) -> None:
    server = serve({"/": leads_to("http://inside.example/admin"), "/admin": WELL})
    looking, connected = reach(server, NAMES)
    assert looking.look("http://a.example/") == Look(Why.INSIDE)
    assert (connected, server.connections) == ([PUBLIC], 1)


def test_a_name_that_changes_its_mind_leads_nowhere(serve: Serve) -> None:
    """What was judged is what is connected to: the name is looked up once a hop."""
    server = serve({"/": WELL})
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    looking, connected = reach(server, NAMES)
    looking = Reach(lambda _host, _port: next(answers), looking.connect, 5)
    assert looking.look("http://a.example/") == Look(None, 200)
    assert connected == [PUBLIC]


def test_who_says_nothing_is_not_waited_for(serve: Serve) -> None:
    looking, _ = reach(serve({"/": b"silence"}), NAMES, seconds=0.2)
    assert looking.look("http://a.example/") == Look(Why.SILENT)


def test_who_drips_is_silent_too(serve: Serve) -> None:
    ticks = iter(range(100))
    looking, _ = reach(serve({"/": b"HTTP/1.1 200 OK\r\nx: y\r\n"}), NAMES)
    looking = Reach(looking.resolve, looking.connect, 3, clock=lambda: float(next(ticks)))
    assert looking.look("http://a.example/") == Look(Why.SILENT)


def test_no_safe_connection(serve: Serve) -> None:
    looking, _ = reach(serve({"/": WELL}), NAMES)
    assert looking.look("https://a.example/") == Look(Why.CERTIFICATE)


def test_an_unknown_name_and_a_closed_port(serve: Serve) -> None:
    def refuses(_address: str, _port: int, _seconds: float) -> socket.socket:
        raise ConnectionRefusedError

    looking, _ = reach(serve({}), NAMES)
    assert looking.look("http://nowhere.example/") == Look(Why.UNKNOWN)
    assert Reach(looking.resolve, refuses).look("http://a.example/") == Look(Why.REFUSED)


def test_a_korean_name_and_path(serve: Serve) -> None:
    server = serve({"/%ED%99%88": WELL})
    looking, _ = reach(server, {"xn--3e0b707e.example": [PUBLIC]})
    assert looking.look("http://한국.example/홈") == Look(None, 200)
