from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from http import HTTPStatus
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request, Spider
from scrapy.downloadermiddlewares.downloadtimeout import DownloadTimeoutMiddleware
from scrapy.http import FormRequest, JsonRequest, Response, XmlRpcRequest
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


def _counted(function: Callable[..., Any]) -> Callable[..., Any]:
    def wrapper(self: Spider, response: Response) -> Any:
        return function(self, response)

    return wrapper


class BaseSpider(Spider):
    name = "base"

    def parse(self, response: Response, **arguments: Any) -> None:
        """To be overridden."""

    def parse_listing(self, response: Response) -> None:
        """Inherited."""

    def __parse_old(self, response: Response) -> None:
        """Its name in the class is another."""

    @property
    def old_callback(self) -> Callable[[Response], None]:
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

    @_counted
    def parse_counted(self, response: Response) -> None:
        """Its function is called `wrapper`."""

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


SPIDER = ExampleSpider.from_crawler(get_crawler(ExampleSpider, {"DOWNLOAD_TIMEOUT": 30}))


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
_methods = st.sampled_from(
    [None, SPIDER.parse, SPIDER.parse_listing, SPIDER.old_callback, SPIDER.parse_counted]
)
_header_names = st.from_regex(r"[A-Za-z][A-Za-z0-9'_-]{0,8}", fullmatch=True)


_cookies: st.SearchStrategy[Any] = _dicts | st.lists(_dicts, max_size=2)


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
    meta = draw(_dicts) | draw(st.sampled_from([{}, {"verbatim_url": True}]))
    return draw(st.sampled_from([Request, FormRequest, JsonRequest, XmlRpcRequest]))(
        url,
        callback=draw(_methods),
        errback=draw(st.sampled_from([None, SPIDER.failed])),
        method=draw(st.sampled_from(["GET", "POST", "PATCH"])),
        headers=draw(
            st.dictionaries(
                _header_names, st.lists(st.binary(max_size=8), max_size=2) | _texts, max_size=3
            )
        ),
        body=draw(st.binary(max_size=20)),
        cookies=draw(_cookies),
        meta=meta,
        encoding=draw(st.sampled_from(["utf-8", "utf-8", "utf8"])),
        priority=draw(st.integers(-(2**63), 2**63 - 1)),
        dont_filter=draw(st.booleans()),
        flags=draw(st.lists(_texts, max_size=2)),
        cb_kwargs=draw(_dicts),
    )


@given(_requests())
def test_a_request_comes_back_field_by_field(request_: Request) -> None:
    assert _fields(_again(request_)) == _fields(request_)


@given(st.binary(), st.binary())
def test_bytes_survive_in_body_and_headers(body: bytes, value: bytes) -> None:
    again = _again(Request(URL, headers={"X-Key": [value, b""], "X-None": []}, body=body))
    assert again.body == body
    assert again.headers.getlist("X-Key") == [value, b""]
    assert "X-None" in again.headers


@pytest.mark.parametrize("encoding", ["cp1251", "latin-1", "koi8-r"])
def test_an_url_in_another_encoding_survives(encoding: str) -> None:
    request = Request("https://old.kz/?q=%EF a", encoding=encoding)
    assert _fields(_again(request)) == _fields(request)
    assert _again(request).headers.encoding == encoding


def test_defaults_of_a_subclass_that_were_undone_stay_undone() -> None:
    request = JsonRequest(URL, data={"page": 2}, dumps_kwargs={"indent": 1}, method="PUT")
    del request.headers["Accept"]
    assert _fields(_again(request)) == _fields(request)
    empty = JsonRequest(URL)
    empty.headers = {}
    assert not _again(empty).headers
    form = FormRequest(URL, formdata={"страница": "2"})
    assert _fields(_again(form)) == _fields(form)
    call = XmlRpcRequest(URL, methodname="news", params=("1",), dont_filter=False)
    assert _fields(_again(call)) == _fields(call)


def test_the_same_method_comes_back() -> None:
    for callback in (
        SPIDER.parse,
        SPIDER.parse_listing,
        SPIDER.old_callback,
        SPIDER.parse_counted,
    ):
        again = _again(Request(URL, callback=callback, errback=SPIDER.failed))
        assert again.callback == callback
        assert again.errback == SPIDER.failed
    assert _again(Request(URL)).callback is None


def test_the_format_is_what_it_was() -> None:
    """Where this fails, the format has changed: raise FORMAT, or older rows are read wrongly."""
    assert FORMAT == 2
    plain = Request(URL)
    assert pack(plain, SPIDER) == '{"url":"https://exclusive.kz/news/1/"}'
    full = JsonRequest(
        "https://exclusive.kz/поиск?q=тенге",
        callback=SPIDER.old_callback,
        errback=SPIDER.failed,
        method="POST",
        headers={"X-Bytes": [b"\xff\x00", "й"]},
        body=b'{"\xd0\xb9":\xff}',
        cookies={"city": "almaty"},
        meta={"card": {"title": "Теңге", "day": None}, "depth": 2, "ratio": 1.0},
        encoding="cp1251",
        priority=-1,
        dont_filter=True,
        flags=["a"],
        cb_kwargs={"page": 2},
    )
    text = (
        '{"url":"https://exclusive.kz/%D0%BF%D0%BE%D0%B8%D1%81%D0%BA?q=%F2%E5%ED%E3%E5",'
        '"class":"JsonRequest","callback":"_BaseSpider__parse_old","errback":"failed",'
        '"method":"POST","headers":{"X-Bytes":["ÿ\\u0000","é"],'
        '"Content-Type":["application/json"],'
        '"Accept":["application/json, text/javascript, */*; q=0.01"]},'
        '"body":"{\\"Ð¹\\":ÿ}","cookies":{"city":"almaty"},'
        '"meta":{"card":{"title":"Теңге","day":null},"depth":2,"ratio":1.0},"encoding":"cp1251",'
        '"priority":-1,"dont_filter":true,"flags":["a"],"cb_kwargs":{"page":2},'
        '"dumps_kwargs":{"sort_keys":true}}'
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


def test_a_timeout_is_kept_only_where_it_is_not_the_crawls() -> None:
    request = Request(URL)
    DownloadTimeoutMiddleware.from_crawler(SPIDER.crawler).process_request(request)
    assert request.meta == {"download_timeout": 30}
    assert not _again(request).meta
    assert _again(Request(URL, meta={"download_timeout": 90})).meta == {"download_timeout": 90}


def test_a_proxy_is_kept_only_where_it_is_not_the_environments() -> None:
    proxy = {"proxy": "http://127.0.0.1:3128"}
    assert _again(Request(URL, meta=proxy)).meta == proxy
    assert not _again(Request(URL, meta=proxy | {"_scheme_proxy": True})).meta


def test_the_request_itself_is_left_as_it_was() -> None:
    meta = {META: Visit(row="example:00"), "redirect_times": 1, "download_timeout": 30.0}
    request = Request(URL, meta=meta, headers={"A": "b"}, callback=SPIDER.parse)
    before = _fields(request)
    pack(request, SPIDER)
    assert _fields(request) == before


# What is refused


class OtherRequest(Request):
    pass


class Colour(str):
    __slots__ = ()


_lambda: Callable[..., None] = next(iter([lambda _: None]))
_circular: list[Any] = []
_circular.append(_circular)
_other = ExampleSpider.from_crawler(get_crawler(ExampleSpider))
_overgrown = Request(URL)
_overgrown.headers |= {"x-key": "value"}  # passes by Headers' own methods
_not_bytes = Request(URL)
dict.__setitem__(_not_bytes.headers, b"X-Key", [1])
_once_verbatim = Request("https://exclusive.kz/ф", meta={"verbatim_url": True})
del _once_verbatim.meta["verbatim_url"]
_unquotable = Request("https://exclusive.kz/?қ", meta={"verbatim_url": True}, encoding="cp1251")
del _unquotable.meta["verbatim_url"]
_flagged = Request(URL)
_flagged.flags = ("a",)  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("request_", "fault"),
    [
        (Request(URL, callback=_lambda), "callback <lambda> is no method of the spider"),
        (Request(URL, errback=_lambda), "errback <lambda> is no method of the spider"),
        (Request(URL, callback=NO_CALLBACK), "callback NO_CALLBACK is no method"),
        (Request(URL, callback=functools.partial(SPIDER.parse, page=1)), "callback partial is no"),
        (Request(URL, callback=_other.parse), "callback ExampleSpider.parse is no method"),
        (Request(URL, callback=SPIDER.hidden_callback), "callback BaseSpider.parse is no method"),
        (Request(URL, callback=SPIDER.parse_class), "callback ExampleSpider.parse_class is no"),
        (Request(URL, callback=SPIDER.parse_static), "callback ExampleSpider.parse_static is no"),
        (Request(URL, callback=SPIDER.__call__), "callback ExampleSpider.__call__ is no method"),
        (
            OtherRequest(URL),
            "its class tests.frontier.test_request_json.OtherRequest is neither Scrapy's Request",
        ),
        (type("FormRequest", (FormRequest,), {})(URL), "test_request_json.FormRequest is neither"),
        (Request(URL, meta={"x": HTTPStatus.OK}), "meta['x'] is a HTTPStatus"),
        (Request(URL, meta={"x": [1, 2, (3,)]}), "meta['x'][2] is a tuple"),
        (Request(URL, meta={"x": {"y": [{"z": {1}}]}}), "meta['x']['y'][0]['z'] is a set"),
        (Request(URL, meta={"x": b"bytes"}), "meta['x'] is a bytes"),
        (Request(URL, meta={"x": Colour("red")}), "meta['x'] is a Colour"),
        (Request(URL, meta={"x": float("nan")}), "meta['x'] is nan"),
        (Request(URL, meta={"x": [float("-inf")]}), "meta['x'][0] is -inf"),
        (Request(URL, meta={"x": {1: 2}}), "meta['x'] has the key 1, an int"),
        (Request(URL, meta={"x": "\ud800"}), "meta['x'] holds a lone surrogate"),
        (Request(URL, meta={"\udfff": 1}), "meta has a key that holds a lone surrogate"),
        (Request(URL, meta={"x": _circular}), "levels deep, or holds itself"),
        (Request(URL, meta={"x": 10**5000}), "4300 digits"),
        (Request(URL, cb_kwargs={"when": datetime(2026, 4, 1)}), "cb_kwargs['when'] is a datetime"),  # noqa: DTZ001 - any will do
        (Request(URL, cookies={"a": b"1"}), "cookies['a'] is a bytes"),
        (Request(URL, cookies=[{"name": b"a", "value": "1"}]), "cookies[0]['name'] is a bytes"),
        (_flagged, "flags is a tuple"),
        (Request(URL, priority=True), "priority is a bool"),
        (Request(URL, priority=2**63), "priority has more than 64 bits"),
        (Request(URL, dont_filter=1), "dont_filter is an int"),  # type: ignore[arg-type]
        (JsonRequest(URL, dumps_kwargs={"default": str}), "dumps_kwargs['default'] is a type"),
        (_overgrown, "header 'x-key'"),
        (_not_bytes, "header b'X-Key' has a value not of bytes"),
        (Request(URL, headers={"éa": "1"}), "would be b'\\xc3\\x89A' when read back"),
        (Request("https://exclusive.kz/?q=a", encoding="utf-16"), "its URL would be another"),
        (Request("http://\xa0"), "its URL would be another"),
        (_unquotable, "its URL would be another when read back in cp1251"),
        (_once_verbatim, "its URL would be another"),
        (Request(URL, body=b"x" * (5 * 2**20)), "it has more than 4194304 bytes"),
        (Request(URL, body=b"\xff" * (3 * 2**20)), "it has more than 4194304 bytes"),
    ],
)
def test_what_cannot_be_stored_is_named(request_: Request, fault: str) -> None:
    with pytest.raises(UnstorableRequestError) as raised:
        pack(request_, SPIDER)
    assert str(raised.value).startswith(f"{request_.url} cannot be stored: ")
    assert fault in str(raised.value)


def test_the_refusal_can_be_stored_itself() -> None:
    request = Request("https://exclusive.kz/\ud800" + "x" * 5000, meta={"verbatim_url": True})
    with pytest.raises(UnstorableRequestError, match="url holds a lone surrogate") as raised:
        pack(request, SPIDER)
    assert len(str(raised.value).encode()) < 1100


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
        ({"callback": None}, "callback is a NoneType"),
        ({"class": "scrapy.Request"}, "class 'scrapy.Request' is none of FormRequest, JsonRequest"),
        ({"class": "os.system"}, "class 'os.system' is none of"),
        ({"colour": "red"}, "colour is not known"),
        ({"dumps_kwargs": {}}, "a Request has no dumps_kwargs"),
        ({"url": 1}, "url is an int"),
        ({"url": "news/1/"}, "Missing scheme"),
        ({"encoding": "klingon"}, "unknown encoding: klingon"),
        ({"priority": 1.5}, "priority is a float"),
        ({"priority": True}, "priority is a bool"),
        ({"dont_filter": 0}, "dont_filter is an int"),
        ({"meta": []}, "meta is a list"),
        ({"meta": {"x": float("nan")}}, "meta['x'] is nan"),
        ({"meta": {"x": "\ud800"}}, "meta['x'] holds a lone surrogate"),
        ({"headers": {"A": "b"}}, "headers['A'] is no list of strings"),
        ({"headers": {"A": [1]}}, "headers['A'] is no list of strings"),
        ({"headers": {"A": ["й"]}}, "ordinal not in range(256)"),
        ({"body": "й"}, "ordinal not in range(256)"),
    ],
)
def test_what_cannot_be_read_is_told(fields: dict[str, Any], fault: str) -> None:
    with pytest.raises(UnreadableRequestError) as raised:
        unpack(json.dumps({"url": URL} | fields), FORMAT, SPIDER)
    assert fault in str(raised.value)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "broken JSON"),
        ('{"url":"https://exclusive.kz/', "broken JSON"),
        ("[" * 100_000, "broken JSON"),
        ("[]", "not a JSON object with a url"),
        ("{}", "not a JSON object with a url"),
    ],
)
def test_broken_text_is_told(text: str, fault: str) -> None:
    with pytest.raises(UnreadableRequestError, match=fault):
        unpack(text, FORMAT, SPIDER)


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        (3, "written by a newer version of kznews: format 3, this one reads 2"),
        (0, "written by an older version of kznews: format 0, this one reads 2"),
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
    with pytest.raises(UnstorableRequestError, match=r"scheduling'] is a .* not a Scheduling"):
        pack(Request(URL, meta={SCHEDULING: said}), SPIDER)


@pytest.mark.parametrize("said", ['{"polcy":"article"}', '"article"'])
def test_a_stored_scheduling_that_is_none_is_refused(said: str) -> None:
    text = f'{{"url":"{URL}","meta":{{"scheduling":{said}}}}}'
    with pytest.raises(UnreadableRequestError, match="not as kznews writes it"):
        unpack(text, FORMAT, SPIDER)
