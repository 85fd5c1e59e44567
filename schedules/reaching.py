"""Looks whether a web page answers, without ever asking anything of a machine inside: that address might be anybody's.

Every hop is looked up here, and its connection goes to the very address that was judged: a name that means something
else a moment later leads nowhere. Nothing is read but the head of the answer, and of that at most HEAD bytes.
"""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import field
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from bot.domain.homepages import Look, Why, is_public
from bot.values import frozen

HOPS: Final = 5  # how often a page may lead on
SECONDS: Final = 10.0  # for all of a hop: connecting, the handshake and the head of its answer
HEAD: Final = 64 * 1024
ANSWERS: Final = frozenset({401, 403, 405, 429})  # there is a page, though it is not for us
PORTS: Final = {"http": 80, "https": 443}
AGENT: Final = "Muster (looks once a month whether a partner's homepage answers)"

Resolve = Callable[[str, int], Sequence[str]]  # host, port → IP addresses; OSError when nobody knows the name
Connect = Callable[[str, int, float], socket.socket]  # address, port, seconds


class _Failed(Exception):  # noqa: N818 it carries what was seen
    def __init__(self, why: Why, status: int = 0) -> None:
        super().__init__(why)
        self.look = Look(why, status)


def resolve(host: str, port: int) -> Sequence[str]:
    """All addresses of a name, as the machine knows them."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def connect(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=seconds)


@frozen
class Reach:
    """Who looks. What looks up names and what connects are passed in."""

    resolve: Resolve = resolve
    connect: Connect = connect
    seconds: float = SECONDS
    clock: Callable[[], float] = time.monotonic
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def look(self, url: str) -> Look:
        """Whether this page, or the one that it leads to, answers."""
        try:
            for _hop in range(HOPS + 1):
                status, onward = self._hop(url)
                if not 300 <= status < 400:
                    return _seen(status)
                if not onward:
                    return _seen(status)
                url = urljoin(url, onward)
        except _Failed as failed:
            return failed.look
        return Look(Why.ASTRAY)

    def _hop(self, url: str) -> tuple[int, str]:
        """Status and where it leads on ("" for nowhere)."""
        parts, host, port = _parts(url)
        until = self.clock() + self.seconds
        try:
            with self._opened(parts.scheme, host, port, until) as link:
                link.settimeout(self._left(until))
                link.sendall(_request(parts, host, port))
                return _head(self._read(link, until))
        except ssl.SSLError as error:
            raise _Failed(Why.CERTIFICATE) from error
        except TimeoutError as error:
            raise _Failed(Why.SILENT) from error
        except OSError as error:
            raise _Failed(Why.REFUSED) from error
        except ValueError as error:  # a host that no certificate can name
            raise _Failed(Why.ASTRAY) from error

    def _opened(self, scheme: str, host: str, port: int, until: float) -> socket.socket:
        """A connection to an address of this host that was judged; inside TLS it is the host's, by its certificate."""
        link = self.connect(self._address(host, port), port, self._left(until))
        if scheme == "http":
            return link
        try:
            link.settimeout(self._left(until))
            return self.tls.wrap_socket(link, server_hostname=host)
        except (OSError, ValueError, _Failed):
            link.close()
            raise

    def _address(self, host: str, port: int) -> str:
        """One of its addresses, all of which must be of the whole internet."""
        try:
            found = self.resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise _Failed(Why.UNKNOWN) from error
        if not found:
            raise _Failed(Why.UNKNOWN)
        if not all(is_public(address) for address in found):
            raise _Failed(Why.INSIDE)
        return found[0]

    def _read(self, link: socket.socket, until: float) -> bytes:
        """The head of the answer: whoever drips is as silent as who says nothing."""
        read = b""
        while b"\r\n\r\n" not in read and b"\n\n" not in read:
            link.settimeout(self._left(until))
            more = link.recv(4096)
            if not more:
                break
            read += more
            if len(read) > HEAD:
                raise _Failed(Why.GARBLED)
        return read

    def _left(self, until: float) -> float:
        left = until - self.clock()
        if left <= 0:
            raise _Failed(Why.SILENT)
        return left


def _parts(url: str) -> tuple[SplitResult, str, int]:
    """The address taken apart; its host as the name system spells it."""
    try:
        parts = urlsplit(url)
        host = (
            (parts.hostname or "").encode("idna").decode() if not (parts.hostname or "").isascii() else parts.hostname
        )
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as error:  # UnicodeError is one
        raise _Failed(Why.ASTRAY) from error
    if parts.scheme not in PORTS or not host or parts.username is not None or any(one <= " " for one in host):
        raise _Failed(Why.ASTRAY)
    return parts, host, port


def _request(parts: SplitResult, host: str, port: int) -> bytes:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = f"?{quote(parts.query, safe='/?%:@!$&()*+,;=~-._')}" if parts.query else ""
    name = f"[{host}]" if ":" in host else host
    named = name if port == PORTS[parts.scheme] else f"{name}:{port}"
    lines = (
        f"GET {path}{query} HTTP/1.1",
        f"Host: {named}",
        f"User-Agent: {AGENT}",
        "Accept: text/html, */*;q=0.5",
        "Accept-Encoding: identity",
        "Connection: close",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def _head(read: bytes) -> tuple[int, str]:
    first, _, rest = read.partition(b"\n")
    words = first.split(None, 2)
    if len(words) < 2 or not words[0].startswith(b"HTTP/") or not words[1].isdigit() or len(words[1]) != 3:
        raise _Failed(Why.GARBLED)
    try:
        headers = http.client.parse_headers(io.BytesIO(rest))
    except http.client.HTTPException as error:
        raise _Failed(Why.GARBLED) from error
    return int(words[1]), (headers.get("Location") or "").strip()


def _seen(status: int) -> Look:
    well = 200 <= status < 400 or status in ANSWERS
    return Look(None if well else Why.STATUS, status)
