from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request, Spider
from scrapy.http import FormRequest, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.spidermiddlewares.metacopy import MetaCopyDetectionMiddleware
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from kznews.frontier.request_json import (
    FETCH_META,
    FORMAT,
    UnreadableRequestError,
    UnstorableRequestError,
    pack,
    unpack,
)
from kznews.frontier.scheduling import SCHEDULING, Scheduling
from kznews.frontier.visit import META, Visit

URL = "https://exclusive.kz/news/1/"


class BaseSpider(Spider):
    name = "base"

    def parse(self, response: Response, **arguments: Any) -> None:
        """To be overridden."""

    def parse_listing(self, response: Response) -> None:
        """Inherited."""

    def __parse_old(self, response: Response) -> None:
        """Its name in the class is another."""

    @property
    def mangled_callback(self) -> Callable[[Response], None]:
        return self.__parse_old


class ExampleSpider(BaseSpider):
    name = "example"

    def parse(self, response: Response, **arguments: Any) -> None:
        """Hides the base's."""

    @property
    def hidden_callback(self) -> Callable[[Response], None]:
        return super().parse

    def failed(self, failure: Failure) -> Iterator[Request]:
        yield from ()

    @classmethod
    def parse_class(cls, response: Response) -> None:
        """Bound to the class."""

    @staticmethod
    def parse_static(response: Response) -> None:
        """Bound to nothing."""

    def __call__(self, response: Response) -> None:
        """A method of every request's, were it allowed."""

    @property
    def touched(self) -> None:
        raise AssertionError("a row's text has run code")


SPIDER = ExampleSpider.from_crawler(get_crawler(ExampleSpider))


def _again(request: Request) -> Request:
    return unpack(pack(request, SPIDER), FORMAT, SPIDER)


def _fields(request: Request) -> dict[str, Any]:
    """All that makes a request, with the types of its values."""
    fields = {name: getattr(request, name) for name in request.attributes}
    fields["headers"] = list(dict.items(request.headers))
    fields["headers' encoding"] = request.headers.encoding
    return {"class": type(request)} | {name: (repr(value), value) for name, value in fields.items()}


# What survives


_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3),
    max_leaves=8,
)
_dicts = st.dictionaries(_texts.filter(lambda key: key not in FETCH_META), _values, max_size=3)
_methods = st.sampled_from([None, SPIDER.parse, SPIDER.parse_listing])
_header_names = st.from_regex(r"[A-Za-z][A-Za-z0-9'_-]{0,8}", fullmatch=True)


@st.composite
def _requests(draw: st.DrawFn) -> Request:
    url = draw(
        st.builds(
            "{}{}?{}#{}".format,
            st.sampled_from(["https://exclusive.kz/", "http://тест.kz:8080/", "data:,"]),
            _texts,
            _texts,
            _texts,
        )
    )
    return Request(
        url,
        callback=draw(_methods),
        errback=draw(st.sampled_from([None, SPIDER.failed])),
        headers=draw(
            st.dictionaries(
                _header_names, st.lists(st.binary(max_size=8), max_size=2) | _texts, max_size=3
            )
        ),
        meta=draw(_dicts),
        priority=draw(st.integers(-(2**63), 2**63 - 1)),
        dont_filter=draw(st.booleans()),
        cb_kwargs=draw(_dicts),
    )


@given(_requests())
def test_a_request_comes_back_field_by_field(request_: Request) -> None:
    assert _fields(_again(request_)) == _fields(request_)


def test_the_same_method_comes_back() -> None:
    for callback in (SPIDER.parse, SPIDER.parse_listing):
        again = _again(Request(URL, callback=callback, errback=SPIDER.failed))
        assert again.callback == callback
        assert again.errback == SPIDER.failed
    assert _again(Request(URL)).callback is None


def test_the_format_is_what_it_was() -> None:
    """Where this fails, the format has changed: raise FORMAT, or older rows are read wrongly."""
    assert FORMAT == 3
    plain = Request(URL)
    assert pack(plain, SPIDER) == '{"url":"https://exclusive.kz/news/1/"}'
    full = Request(
        "https://exclusive.kz/поиск?q=тенге",
        callback=SPIDER.parse,
        errback=SPIDER.failed,
        headers={"X-Bytes": [b"\xff\x00", "й"]},
        meta={"card": {"title": "Теңге", "day": None}, "depth": 2, "ratio": 1.0},
        priority=-1,
        dont_filter=True,
        cb_kwargs={"page": 2},
    )
    text = (
        '{"url":"https://exclusive.kz/%D0%BF%D0%BE%D0%B8%D1%81%D0%BA?q=%D1%82%D0%B5%D0%BD%D0%B3%D0%B5",'
        '"callback":"parse","errback":"failed","headers":{"X-Bytes":["ÿ\\u0000","Ð¹"]},'
        '"meta":{"card":{"title":"Теңге","day":null},"depth":2,"ratio":1.0},'
        '"cb_kwargs":{"page":2},"priority":-1,"dont_filter":true}'
    )
    assert pack(full, SPIDER) == text
    assert _fields(unpack(text, FORMAT, SPIDER)) == _fields(full)


# What belongs to a fetch and not to the row


def test_meta_of_a_fetch_is_left_out() -> None:
    own = {"card": {"title": "Новость"}, "depth": 1, "cookiejar": 3}
    fetched = dict.fromkeys(FETCH_META, object()) | {META: Visit(row="example:00")} | own
    assert _again(Request(URL, meta=fetched)).meta == own
    assert pack(Request(URL, meta={"redirect_urls": [URL]}), SPIDER) == f'{{"url":"{URL}"}}'


def test_all_that_scrapy_calls_its_own_is_left_out() -> None:
    assert MetaCopyDetectionMiddleware._INTERNAL_KEYS <= FETCH_META


def test_a_proxy_is_kept_only_where_it_is_not_the_environments() -> None:
    proxy = {"proxy": "http://127.0.0.1:3128"}
    assert _again(Request(URL, meta=proxy)).meta == proxy
    assert not _again(Request(URL, meta=proxy | {"_scheme_proxy": True})).meta


def test_the_request_itself_is_left_as_it_was() -> None:
    meta = {META: Visit(row="example:00"), "redirect_times": 1}
    request = Request(URL, meta=meta, headers={"A": "b"}, callback=SPIDER.parse)
    before = _fields(request)
    pack(request, SPIDER)
    assert _fields(request) == before


# What is refused


_lambda: Callable[..., None] = next(iter([lambda _: None]))
_circular: list[Any] = []
_circular.append(_circular)
_other = ExampleSpider.from_crawler(get_crawler(ExampleSpider))
_verbatim = Request("https://exclusive.kz/ф", meta={"verbatim_url": True})


@pytest.mark.parametrize(
    ("request_", "fault"),
    [
        (Request(URL, callback=_lambda), "<lambda> is no method of the spider example"),
        (Request(URL, errback=_lambda), "<lambda> is no method of the spider example"),
        (Request(URL, callback=NO_CALLBACK), "NO_CALLBACK is no method"),
        (Request(URL, callback=functools.partial(SPIDER.parse, page=1)), "partial is no method"),
        (Request(URL, callback=_other.parse), "parse is no method of the spider"),
        (Request(URL, callback=SPIDER.hidden_callback), "parse is no method of the spider"),
        (Request(URL, callback=SPIDER.mangled_callback), "__parse_old is no method of the spider"),
        (Request(URL, callback=SPIDER.parse_class), "parse_class is no method"),
        (Request(URL, callback=SPIDER.parse_static), "parse_static is no method"),
        (Request(URL, callback=SPIDER.__call__), "__call__ is no method"),
        (FormRequest(URL), "its class is FormRequest, not Request"),
        (Request(URL, method="POST"), "it is no plain GET: its method is not 'GET'"),
        (Request(URL, body=b"x"), "its body is not b''"),
        (Request(URL, cookies={"a": "b"}), "its cookies is not {}"),
        (Request("https://old.kz/", encoding="cp1251"), "its encoding is not 'utf-8'"),
        (Request(URL, flags=["a"]), "its flags is not []"),
        (Request(URL, meta={"x": [1, 2, (3,)]}), "meta['x'] is not of JSON's types"),
        (Request(URL, meta={"x": {"y": [{"z": {1}}]}}), "meta['x'] is not of JSON's types"),
        (Request(URL, meta={"x": b"bytes"}), "meta['x'] is not of JSON's types"),
        (Request(URL, meta={"x": float("nan")}), "meta['x'] is not of JSON's types"),
        (Request(URL, meta={"x": {1: 2}}), "meta['x'] is not of JSON's types"),
        (Request(URL, meta={"x": "\ud800"}), "meta['x'] is not of JSON's types"),
        (Request(URL, meta={"\udfff": 1}), "meta['\\udfff'] is not of JSON's types"),
        (Request(URL, meta={"x": _circular}), "meta['x'] is not of JSON's types"),
        (Request(URL, meta={"x": 10**5000}), "4300 digits"),
        (Request(URL, cb_kwargs={"when": datetime(2026, 4, 1)}), "cb_kwargs['when'] is not"),  # noqa: DTZ001 - any will do
        (Request(URL, priority=2**63), "priority has more than 64 bits"),
        (Request("http://\xa0"), "its URL would be another"),
        (_verbatim, "its URL would be another"),
        (Request(URL, meta={"x": "x" * (5 * 2**20)}), "it has more than 4194304 bytes"),
    ],
)
def test_what_cannot_be_stored_is_named(request_: Request, fault: str) -> None:
    with pytest.raises(UnstorableRequestError) as raised:
        pack(request_, SPIDER)
    assert str(raised.value).startswith(f"{request_.url} cannot be stored: ")
    assert fault in str(raised.value)


def test_the_refusal_can_be_stored_itself() -> None:
    request = Request("https://exclusive.kz/\ud800" + "x" * 5000, meta={"verbatim_url": True})
    with pytest.raises(UnstorableRequestError) as raised:
        pack(request, SPIDER)
    assert len(str(raised.value).encode()) < 1200


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"callback": "parse_gone"}, "callback parse_gone: the spider example has no such method"),
        ({"errback": "parse_gone"}, "errback parse_gone: the spider example has no such method"),
        ({"callback": "name"}, "callback name: the spider example has no such method"),
        ({"callback": "touched"}, "callback touched: the spider"),
        ({"callback": "crawler.stop"}, "callback crawler.stop: the spider"),
        ({"callback": "from_crawler"}, "callback from_crawler: the spider"),
        ({"callback": "parse_static"}, "callback parse_static: the spider"),
        ({"callback": "__init__"}, "callback __init__: the spider"),
        ({"callback": None}, "cannot be read"),
        ({"class": "os.system"}, "class is not known"),
        ({"_class": "os.system"}, "_class is not known"),
        ({"method": "POST"}, "method is not known"),
        ({"url": 1}, "cannot be read"),
        ({"url": "news/1/"}, "Missing scheme"),
        ({"priority": 1.5}, "cannot be read"),
        ({"meta": ["a"]}, "cannot be read"),
        ({"headers": {"A": [1]}}, "cannot be read"),
        ({"headers": {"A": ["й"]}}, "ordinal not in range(256)"),
    ],
)
def test_what_cannot_be_read_is_told(fields: dict[str, Any], fault: str) -> None:
    with pytest.raises(UnreadableRequestError) as raised:
        unpack(json.dumps({"url": URL} | fields), FORMAT, SPIDER)
    assert fault in str(raised.value)


@pytest.mark.parametrize("text", ["", '{"url":"https://exclusive.kz/', "[" * 100_000, "[]", "{}"])
def test_broken_text_is_told(text: str) -> None:
    with pytest.raises(UnreadableRequestError, match="the stored request cannot be read"):
        unpack(text, FORMAT, SPIDER)


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        (4, "written by a newer version of kznews: format 4, this one reads 3"),
        (0, "written by an older version of kznews: format 0, this one reads 3"),
    ],
)
def test_another_format_is_refused(version: int, sentence: str) -> None:
    with pytest.raises(UnreadableRequestError, match=sentence):
        unpack(f'{{"url":"{URL}"}}', version, SPIDER)


@given(
    st.text() | _values.map(json.dumps) | _dicts.map(lambda given: json.dumps({"url": URL} | given))
)
def test_no_text_does_more_than_fail_clearly(text: str) -> None:
    try:
        request = unpack(text, FORMAT, SPIDER)
    except UnreadableRequestError:
        return
    assert request.url == URL


def test_a_scheduling_comes_back_as_one() -> None:
    said = Scheduling(policy="article", again=True, link_text="Теңге")
    text = pack(Request(URL, meta={SCHEDULING: said}), SPIDER)
    assert json.loads(text)["meta"] == {
        SCHEDULING: {"policy": "article", "again": True, "link_text": "Теңге"}
    }
    assert unpack(text, FORMAT, SPIDER).meta == {SCHEDULING: said}


@pytest.mark.parametrize("said", [{"policy": "article"}, "article"])
def test_what_is_no_scheduling_is_refused(said: object) -> None:
    with pytest.raises(UnstorableRequestError, match=r"scheduling'\] is no Scheduling"):
        pack(Request(URL, meta={SCHEDULING: said}), SPIDER)


@pytest.mark.parametrize("said", ['{"polcy":"article"}', '"article"'])
def test_a_stored_scheduling_that_is_none_is_refused(said: str) -> None:
    text = f'{{"url":"{URL}","meta":{{"scheduling":{said}}}}}'
    with pytest.raises(UnreadableRequestError, match="cannot be read"):
        unpack(text, FORMAT, SPIDER)
