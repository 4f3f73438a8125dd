"""The newsroom's templates, and the filters and names that they are given."""

from __future__ import annotations

from datetime import UTC
from email.utils import format_datetime
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined

from kznews.newsroom.article import Article
from kznews.newsroom.prose.language import LANGUAGES, language

TEMPLATES = files(__package__) / "templates"


def rendered(template: str, **context: object) -> str:
    """Render the template of this name; a name that it uses and is not given is an error."""
    return _environment().get_template(template).render(context)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(lambda name: (TEMPLATES / name).read_text("utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters |= {
        "path": lambda url: urlsplit(url).path,
        "news_article": _news_article,
        "utc": lambda moment: moment.astimezone(UTC),
        "unix": lambda moment: int(moment.timestamp()),
        "rfc822": format_datetime,
    }
    environment.globals |= {
        "months": language("ru").months,
        "months_of": {code: language(code).months for code in LANGUAGES},
        "weekdays": language("ru").weekdays,
        "credit_words": {"ru": "Фото", "kk": "Сурет", "en": "Photo"},
    }
    return environment


def _news_article(article: Article) -> dict[str, object]:
    """Give what an article's JSON-LD states."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "url": article.url,
    }
    if article.published_at:
        data["datePublished"] = article.published_at.isoformat()
    if article.modified_at:
        data["dateModified"] = article.modified_at.isoformat()
    if article.authors:
        data["author"] = [{"@type": "Person", "name": name} for name in article.authors]
    return data
