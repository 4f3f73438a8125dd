"""The form that takes a token, and gives the browser a cookie for it."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from kznews.web.access import COOKIE, LOGIN
from kznews.web.answer import Answer
from kznews.web.asked import Asked
from kznews.web.page import Page, Parameter

_COOKIE_SECONDS = 30 * 86_400


def read(asked: Asked) -> Answer:
    """Show the form."""
    return _form(asked)


def write(asked: Asked) -> Answer | Response:
    """Take the token; a wrong one shows the form again. With `out`, forget who it was."""
    if asked.form.get("out"):
        response = RedirectResponse(asked.address("login"), 303)
        response.delete_cookie(COOKIE)
        return response
    tokens = asked.options.tokens
    user = tokens.user_of(asked.form.get("token", "").strip())
    if user is None:
        return _form(asked, is_wrong=True)
    response = RedirectResponse(_own_path(asked.parameters.text("next")), 303)
    response.set_cookie(
        COOKIE,
        tokens.cookie_of(user),
        max_age=_COOKIE_SECONDS,
        httponly=True,
        samesite="strict",
        secure=asked.base.startswith("https://"),
    )
    return response


def _form(asked: Asked, *, is_wrong: bool = False) -> Answer:
    data = {
        "is_needed": bool(asked.options.tokens),
        "is_wrong": is_wrong,
        "user": asked.user,
        "next": _own_path(asked.parameters.text("next")),
    }
    return Answer("login.html", asked.say("login.heading"), data, status=403 if is_wrong else 200)


def _own_path(given: str | None) -> str:
    """Give a path of this site: never another one's address."""
    is_path = given is not None and given.startswith("/") and given.isprintable()
    return given if given and is_path and given[1:2] not in {"/", "\\"} else "/"


PAGE = Page(
    "login",
    LOGIN,
    read,
    parameters=(Parameter("next", meaning="The path of this site to go on to"),),
    formats=(),
    summary="The form that takes a token where one is needed",
    write=write,
)
