from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.settings import Settings

from kznews.transport.address_guard import AddressGuard, NetworkSettingError, allowed_networks
from tests.transport.crawls import Crawl, Site, crawl, page, serve
from tests.transport.rebinding import HOST

ALLOWED = "127.0.0.2"
NOTHING_ALLOWED = {"ALLOWED_PRIVATE_NETWORKS": ""}


def permits(address: str, *allowed: str) -> bool:
    networks = allowed_networks(Settings({"ALLOWED_PRIVATE_NETWORKS": list(allowed)}))
    return AddressGuard(networks, stats=None).permits(address)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.0.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:0:10.0.0.1",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
    ],
)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not permits(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "2.72.0.1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2a00:1450:4001::1"],
)
def test_a_public_address_is_permitted(address: str) -> None:
    assert permits(address)


def test_a_private_network_may_be_allowed() -> None:
    networks = ("10.1.0.0/16", "fd00::/64", "192.168.5.7")
    for address in ("10.1.2.3", "::ffff:10.1.2.3", "fd00::1", "192.168.5.7", "8.8.8.8"):
        assert permits(address, *networks)
    for address in ("10.2.0.1", "192.168.5.8", "fd00:0:0:1::1", "127.0.0.1"):
        assert not permits(address, *networks)


def test_the_setting_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_PRIVATE_NETWORKS", "10.0.0.0/8, 127.0.0.1")
    assert [str(each) for each in allowed_networks(Settings())] == ["10.0.0.0/8", "127.0.0.1/32"]
    assert allowed_networks(Settings({"ALLOWED_PRIVATE_NETWORKS": ""})) == []


@pytest.mark.parametrize("given", ["intranet.example.org", "10.1.2.3/16"])
def test_what_is_no_network_is_an_error_that_shows_it(given: str) -> None:
    with pytest.raises(NetworkSettingError, match=given):
        allowed_networks(Settings({"ALLOWED_PRIVATE_NETWORKS": given}))


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Crawl, Site, Site, list[str]]:
    """One crawl that tries to reach a server at 127.0.0.1, from one at an allowed address."""
    with serve() as forbidden, serve(ALLOWED) as outlet:
        port = forbidden.address.rpartition(":")[2]
        hosts = ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "0.0.0.0")
        direct = [f"http://{host}:{port}/direct" for host in hosts]
        direct += [f"http://[{host}]:{port}/direct" for host in ("::1", "::ffff:127.0.0.1")]
        direct += [f"https://localhost:{port}/tls", "http://169.254.169.254/latest/meta-data"]
        rebinding = f"http://{HOST}:{outlet.address.rpartition(':')[2]}"
        outlet.replies = {
            "/page": page("<p>Мақала</p>"),
            # Each of these requests needs a connection of its own, and asks DNS for it.
            "/robots.txt": page("", kind="text/plain", Connection="close"),
            "/first": page("<p>first</p>", Connection="close"),
            "/second": page("<p>second</p>", Connection="close"),
            "/moved": page("", 302, Location=f"http://localhost:{port}/moved"),
            # As a proxy it is asked for whole URLs.
            f"http://localhost:{port}/proxied": page("through the proxy"),
            "http://elsewhere.invalid/proxied": page("through the proxy"),
        }
        proxied = {"proxy": outlet.url}
        crawled = crawl(
            tmp_path_factory.mktemp("guard"),
            [
                *direct,
                f"{outlet.url}/page",
                f"{outlet.url}/moved",
                {"url": f"http://localhost:{port}/proxied", "meta": proxied},
                {"url": "http://elsewhere.invalid/proxied", "meta": proxied},
                f"{rebinding}/first",
                f"{rebinding}/second",
            ],
            "TWISTED_DNS_RESOLVER=tests.transport.rebinding.Resolver",
            f"ALLOWED_PRIVATE_NETWORKS={ALLOWED}",
        )
    return crawled, forbidden, outlet, direct


def test_a_server_at_a_private_address_hears_nothing(
    crawled: tuple[Crawl, Site, Site, list[str]],
) -> None:
    crawl, forbidden, outlet, _ = crawled
    assert crawl.exit_code == 0, crawl.log
    assert forbidden.asked == []
    assert forbidden.address not in crawl.connected
    assert crawl.outcomes[f"{outlet.url}/page"]["text"] == "<p>Мақала</p>"


def test_a_refusal_is_named_counted_and_not_tried_again(
    crawled: tuple[Crawl, Site, Site, list[str]],
) -> None:
    crawl, _, outlet, direct = crawled
    refused = [*direct, f"{outlet.url}/moved"]
    for url in refused:
        assert crawl.outcomes[url]["error"] == "PrivateAddressError", url
    assert crawl.outcomes[refused[-1]]["message"] == (
        "localhost is at 127.0.0.1, which is no public address, and not in a network that "
        "ALLOWED_PRIVATE_NETWORKS names"
    )
    assert crawl.stats["transport/private_address"] >= len(refused)
    assert not [name for name in crawl.stats if "PrivateAddressError" in name and "retry" in name]


def test_a_proxy_is_asked_only_for_what_it_alone_can_resolve(
    crawled: tuple[Crawl, Site, Site, list[str]],
) -> None:
    crawl, forbidden, outlet, _ = crawled
    through = crawl.outcomes["http://elsewhere.invalid/proxied"]
    assert through["text"] == "through the proxy"
    port = forbidden.address.rpartition(":")[2]
    assert crawl.outcomes[f"http://localhost:{port}/proxied"]["error"] == "PrivateAddressError"
    assert not [path for _, path in outlet.asked if path.startswith("http://localhost")]


def test_the_address_that_is_judged_is_the_one_that_is_connected_to(
    crawled: tuple[Crawl, Site, Site, list[str]],
) -> None:
    crawl, _, _, _ = crawled
    outcomes = [crawl.outcomes[url] for url in crawl.outcomes if f"//{HOST}:" in url]
    # robots.txt had the first answer, then one of them the second, and the other the first again.
    assert {outcome.get("error", outcome.get("status")) for outcome in outcomes} == {
        "PrivateAddressError",
        200,
    }


def test_a_wrong_setting_ends_the_crawl_before_it_begins(tmp_path: Path) -> None:
    crawled = crawl(tmp_path, [], "ALLOWED_PRIVATE_NETWORKS=intranet")
    assert crawled.exit_code == 1
    assert "CRITICAL: ALLOWED_PRIVATE_NETWORKS must be networks like 10.1.0.0/16" in crawled.log
    assert "Traceback" not in crawled.log
