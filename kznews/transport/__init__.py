"""How requests are answered: by the network, by WARC files, by the newsroom, or through a browser.

Spiders know two things of it. `Request(meta={"browser": {"wait_for": CSS}})` asks for a page as a
browser shows it once something matches the selector (None: once the page is loaded). A response
whose flags hold `replay` comes from WARC files; where they have the page, the `WARC-Date` header
says when it was captured (ISO 8601, UTC).

Settings: `REPLAY` (WARC files answer instead of the network), `NEWSROOM` (the address that answers
for every host), `ALLOWED_PRIVATE_NETWORKS` (addresses that may be connected to though they are not
public), `CHROMIUM` (the browser to run). `addon.TransportAddon` reads them when a crawl
starts; `handler.TransportHandler` answers for http and https.
"""
