"""What a request that gave no page is called."""

from __future__ import annotations

import pytest
from scrapy import Request, Spider
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from kznews.spiders.failures import failure_of


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_is_not_packed_as_it_says_is_the_outlets_answer(coding: str) -> None:
    packing = HttpCompressionMiddleware.from_crawler(get_crawler(Spider))
    request = Request("https://a.kz/")
    plain = Response(request.url, headers={"Content-Encoding": coding}, body=b"<p>plain</p>")
    with pytest.raises(Exception) as raised:  # noqa: PT011  # each packing has its own
        packing.process_response(request, plain)
    why = failure_of(Failure(raised.value))  # type: ignore[no-untyped-call]
    assert (why.kind, why.outlet_answered) == ("undecodable", True)
    assert why.reason.startswith("its body does not unpack: ")
