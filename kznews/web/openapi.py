"""The description of all pages to programs, by OpenAPI 3.1: made of what the pages declare."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from kznews.web import exporting
from kznews.web.formats import MEDIA_TYPES
from kznews.web.page import Page, Parameter

MEDIA_TYPES_OF_ALL = MEDIA_TYPES | exporting.MEDIA_TYPES
_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "number": {"type": "integer"},
    "choice": {"type": "string"},
    "moment": {"type": "string", "examples": ["2026-11-27T14:00:00Z", "2026-11-27", "7d"]},
    "day": {"type": "string", "format": "date"},
    "flag": {"type": "string", "enum": ["0", "1"]},
}
_REFUSED = {
    "400": "What is asked makes no sense; the answer says what is wrong and where",
    "401": "A token is needed",
    "404": "Nothing is at this address",
    "429": "Too many requests; Retry-After says when to ask again",
    "503": "The database or the index is away; they are asked again at the next request",
}


def describe(pages: Iterable[Page]) -> dict[str, Any]:
    """Describe the pages."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "kznews",
            "version": version("kznews"),
            "summary": "The record of Kazakhstan's news: what was published, changed, taken down",
        },
        "paths": {
            page.path_of(format_): _path(page, format_)
            for page in pages
            for format_ in ("html", *page.formats)
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "responses": {code: {"description": what} for code, what in _REFUSED.items()},
        },
        "security": [{}, {"token": []}],
    }


def _path(page: Page, format_: str) -> dict[str, Any]:
    of_path = [each for each in page.parameters if each.name in page.of_path]
    described: dict[str, Any] = {
        "parameters": [
            *(_parameter(each, "path") for each in of_path),
            *(_parameter(each, "query") for each in page.of_query),
        ],
        "get": _operation(page, format_, page.name if format_ == "html" else None),
    }
    if page.write is not None and format_ == "html":
        form = {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}
        described["post"] = _operation(page, format_, f"{page.name}_form") | {
            "requestBody": {"content": form}
        }
    return described


def _operation(page: Page, format_: str, id_: str | None) -> dict[str, Any]:
    media_type = MEDIA_TYPES_OF_ALL[format_].partition(";")[0]
    answers: dict[str, Any] = {
        "200": {"description": page.summary or page.name, "content": {media_type: {}}}
    }
    answers |= {code: {"$ref": f"#/components/responses/{code}"} for code in _REFUSED}
    return {
        "operationId": id_ or f"{page.name}_{format_}",
        "summary": page.summary or page.name,
        "responses": answers,
    }


def _parameter(parameter: Parameter, where: str) -> dict[str, Any]:
    schema = dict(_TYPES[parameter.kind])
    if parameter.choices:
        schema["enum"] = list(parameter.choices)
    if parameter.kind == "number":
        schema["minimum"] = parameter.least or 0
        if parameter.most is not None:
            schema["maximum"] = parameter.most
    elif parameter.kind == "text" and parameter.most is not None:
        schema["maxLength"] = parameter.most
    if parameter.default is not None:
        schema["default"] = parameter.default
    if parameter.many > 1:
        schema = {"type": "array", "items": schema, "maxItems": parameter.many}
    return {
        "name": parameter.name,
        "in": where,
        "required": where == "path",
        "description": parameter.meaning or parameter.name,
        "schema": schema,
    }
