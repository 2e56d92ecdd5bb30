"""Whether an address on the web answers, asked with care: the addresses come from people.

Only http and https on their usual ports, only hosts whose every address is public, each redirect
looked at anew, and limits on time, number of redirects and what is read (the head of the answer
alone). The name is looked up once and the connection goes to the very address that was judged, so
that a name cannot answer differently the second time.
"""

import asyncio
import socket
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx

from positions.outcomes import LinkOutcome
from positions.reach import is_public

SECONDS = 20  # For one address with all its redirects.
REDIRECTS = 5
PORTS = {"http": 80, "https": 443}
GONE = {404, 410}
HEADERS = {"User-Agent": "Parley-link-check", "Accept": "*/*", "Accept-Encoding": "identity"}


@dataclass(frozen=True)
class Answer:
    """`status` is the last HTTP status, None where there was no answer; `detail` is for people."""

    outcome: LinkOutcome
    status: int | None = None
    detail: str = ""


class NotAsked(Exception):
    """The address is one that this program does not turn to."""


async def look_up(host, port):
    """All IP addresses of a host, as text; raises OSError where there are none."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [entry[4][0] for entry in found]


async def ask(address, *, may_reach=is_public, ports=PORTS, look_up=look_up, seconds=SECONDS):
    """The Answer of one address. `may_reach` judges an IP address; it is the only guard between
    this program and the network that it runs in."""
    try:
        async with asyncio.timeout(seconds), httpx.AsyncClient(trust_env=False) as client:
            return await follow(client, address, may_reach, ports, look_up)
    except NotAsked as reason:
        return Answer(LinkOutcome.NOT_ASKED, detail=str(reason))
    except TimeoutError:
        return Answer(LinkOutcome.UNREACHABLE, detail=f"No answer within {seconds} seconds.")
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        return Answer(LinkOutcome.UNREACHABLE, detail=f"{type(error).__name__}: {error}"[:300])


async def follow(client, address, may_reach, ports, look_up):
    for _ in range(REDIRECTS + 1):
        status, onward = await ask_once(client, address, may_reach, ports, look_up)
        if not onward:
            return judged(status)
        address = urljoin(address, onward)
    return Answer(LinkOutcome.UNREACHABLE, status, f"More than {REDIRECTS} redirects.")


async def ask_once(client, address, may_reach, ports, look_up):
    """The status, and where a redirect leads ("" for none)."""
    url = httpx.URL(address)
    host, port = url.raw_host.decode(), url.port or PORTS.get(url.scheme)
    if url.scheme not in PORTS or not host or url.userinfo:
        raise NotAsked("Not a plain http or https address.")
    if port not in ports.values():
        raise NotAsked(f"Port {port} is not one of the web's usual ports.")
    ips = await look_up(host, port)
    if not ips or not all(may_reach(ip) for ip in ips):
        raise NotAsked(f"{host} leads to an address that is not public.")
    request = client.build_request(
        "GET",
        url.copy_with(host=ips[0], fragment=None),
        headers={**HEADERS, "Host": url.netloc.decode()},
        extensions={"sni_hostname": host},
    )
    answer = await client.send(request, stream=True)
    await answer.aclose()
    return answer.status_code, answer.headers.get("location", "") if answer.is_redirect else ""


def judged(status):
    if status < 400:
        return Answer(LinkOutcome.ANSWERS, status)
    if status in GONE:
        return Answer(LinkOutcome.DEAD, status)
    return Answer(
        LinkOutcome.UNREACHABLE, status, "It may turn programs away; look at it in a browser."
    )
