from __future__ import annotations

import logging
from pathlib import Path

import pytest
from scrapy.settings import Settings

from kznews.monitoring.delivery import Delivery, read_addresses
from tests.monitoring.receivers import mail_server, webhook
from tests.ports import free_port


def test_one_alert_reaches_all() -> None:
    with mail_server() as mailbox, webhook() as hook:
        for title, body, is_bad in (
            ("kznews: exclusive fails: pages", "pages: <b>404</b> _x_", True),
            ("kznews: exclusive is well again", "pages: well", False),
        ):
            delivery = Delivery([mailbox.address, hook.address])
            assert delivery.send(title, body, is_bad=is_bad)
    first, second = mailbox.mails
    assert first["Subject"] == "kznews: exclusive fails: pages"
    assert second["Subject"] == "kznews: exclusive is well again"
    assert mailbox.recipients == ["ops@example.org"] * 2
    plain = first.get_body(("plain",)) or first
    assert "pages: <b>404</b> _x_" in plain.get_content()
    assert [post["type"] for post in hook.posts] == ["failure", "success"]
    assert hook.posts[0]["message"] == "pages: <b>404</b> _x_"
    assert hook.paths == ["/hook/s3cret-t0ken"] * 2


def test_who_does_not_take_it_is_named_without_its_secrets(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    with webhook() as hook:
        hook.status = 500
        away = f"mailto://me:pa55word@127.0.0.1:{free_port()}/?from=a@example.org&to=b@example.org"
        unknown = "nonsense://me:pa55word/s3cret-t0ken"
        delivery = Delivery([away, unknown, "s3cret-t0ken", hook.address])
        assert not delivery.send("title", "body", is_bad=True)
        hook.status = 200
        assert Delivery([hook.address]).send("title", "body", is_bad=True)
    assert len(hook.posts) == 2
    told = [(each.name, each.levelname, each.getMessage()) for each in caplog.records]
    named = "was not taken; `apprise -vv -b test ADDRESS` tells why"
    assert [each for each in told if each[0].startswith("kznews")] == [
        ("kznews.monitoring.delivery", "ERROR", line)
        for line in (
            "Address 2 of ALERTS is none that Apprise knows; no alert is sent there",
            "Address 3 of ALERTS is none that Apprise knows; no alert is sent there",
            f"address 1 of ALERTS (mailto): the alert {named}",
            f"address 4 of ALERTS (json): the alert {named}",
        )
    ]
    assert "pa55word" not in caplog.text
    assert "s3cret" not in caplog.text


@pytest.mark.parametrize("addresses", [[], ["nonsense"]])
def test_without_an_address_nobody_takes_it(addresses: list[str]) -> None:
    delivery = Delivery(addresses)
    assert not delivery.has_addresses
    assert not delivery.send("title", "body", is_bad=True)


def test_addresses(tmp_path: Path) -> None:
    file = tmp_path / "alerts"
    file.write_text("# who is told\njsons://a/b\n\n  tgram://token/chat  \n")
    both = {"ALERTS": "mailto://x?to=a@b,c@d  json://e", "ALERTS_FILE": str(file)}
    assert read_addresses(Settings(both)) == [
        "mailto://x?to=a@b,c@d",
        "json://e",
        "jsons://a/b",
        "tgram://token/chat",
    ]
    assert read_addresses(Settings({"ALERTS": ["json://e"]})) == ["json://e"]
    assert read_addresses(Settings()) == []
    with pytest.raises(OSError, match="missing"):
        read_addresses(Settings({"ALERTS_FILE": str(tmp_path / "missing")}))
