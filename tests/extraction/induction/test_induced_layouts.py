"""What an outlet's pages, side by side, show of its layouts."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest

from kznews.extraction.article import read_article
from kznews.extraction.content import NotAnArticleError
from kznews.extraction.induction import InducedLayout, induce_articles
from kznews.extraction.induction.draft import draft_lines
from kznews.extraction.page import Page, select
from kznews.items import Article
from kznews.outlets.layouts import ArticleLayout
from tests.extraction.induction.made_pages import (
    MadeArticle,
    listing,
    made_page,
    new_design,
    old_design,
)

ARTICLES = [MadeArticle(number) for number in range(24)]
SEEN, UNSEEN = ARTICLES[:12], ARTICLES[12:]


def read(page: Page, *induced: InducedLayout) -> Article:
    page.induced = tuple(each.layout for each in induced)
    return read_article(page)


@pytest.fixture(scope="module")
def induced() -> InducedLayout:
    [found] = induce_articles([new_design(each) for each in SEEN])
    return found


@pytest.mark.parametrize("article", UNSEEN[:4], ids=lambda each: str(each.number))
def test_pages_that_were_not_seen_are_read_whole(
    induced: InducedLayout, article: MadeArticle
) -> None:
    found = read(new_design(article), induced)
    assert (found.extraction.method, found.extraction.layout) == ("induced", "induced-2025-12")
    assert found.body == article.body
    assert found.lead == article.lead
    assert (found.title, found.authors, found.tags) == (
        article.title,
        [article.author],
        article.tags,
    )
    assert found.published_at == article.published


def test_a_layout_names_what_people_would(induced: InducedLayout) -> None:
    layout = induced.layout
    assert layout.title == "h1.post-title"
    assert layout.body == "div.post-text"
    assert set(layout.drop) == {"div.top-week", "div.share"}
    assert layout.lead == "p.post-lead"
    assert layout.published == "span.post-date"
    assert layout.authors == "a.author"
    assert layout.tags == "div.post-tags a"


def test_a_layout_tells_its_evidence(induced: InducedLayout) -> None:
    assert induced.pages == len(SEEN)
    assert set(induced.urls) == {each.url for each in SEEN}
    assert induced.layout.evidence == "induced from 12 pages of December 2025"
    assert induced.agreement["title"] == induced.agreement["published"] == 1
    # Metadata states title and date alone.
    assert {"title", "published"}.isdisjoint(induced.layout.unverified)
    assert {"body", "authors", "tags", "lead"} <= set(induced.layout.unverified)
    assert (induced.first_published, induced.last_published) == (
        SEEN[0].published,
        SEEN[-1].published,
    )


def test_a_draft_is_the_source_of_the_layout(induced: InducedLayout) -> None:
    layout = replace(induced.layout, title='h1[itemprop="headline"]', drop=("div.a",))
    source = "\n".join(draft_lines(layout, {"title": 0.96, "body": 0.987}))
    assert layout_stated_by(source) == layout
    assert "# Right on the pages by 96%.\n            title=" in source
    assert "# Fits the pages' texts by 99%.\n            body=" in source


def layout_stated_by(source: str) -> ArticleLayout:
    """The layout that a module with this source states."""
    [call] = ast.parse(f"[\n{source}\n]", mode="eval").body.elts  # type: ignore[attr-defined]
    return ArticleLayout(**{each.arg: ast.literal_eval(each.value) for each in call.keywords})


def test_a_mark_is_on_no_page_of_another_kind() -> None:
    pages, other = [new_design(each) for each in SEEN], listing(SEEN)
    [found] = induce_articles(pages, [other])
    assert all(select(page, found.layout.mark) for page in pages)
    assert not select(other, found.layout.mark)


def test_a_name_that_other_pages_bear_is_no_mark() -> None:
    other = made_page("https://gazeta.example/", "", "<div class='post-text'><p>Список</div>")
    [found] = induce_articles([new_design(each) for each in SEEN], [other])
    assert not select(other, found.layout.mark)
    assert all(select(new_design(each), found.layout.mark) for each in UNSEEN)


def test_layouts_of_several_designs_are_told_apart() -> None:
    pages = [old_design(each) for each in SEEN[:11]] + [new_design(each) for each in UNSEEN]
    new, old = induce_articles(pages)
    assert (new.layout.body, new.pages) == ("div.post-text", 12)
    assert (old.layout.body, old.pages) == ("div.news_body", 11)
    assert new.layout.name != old.layout.name
    article = SEEN[11]
    for page in (old_design(article), new_design(article)):
        found = read(page, new, old)
        assert (found.extraction.method, found.body) == ("induced", article.body)


def test_pages_without_metadata_are_read_by_what_differs_between_them() -> None:
    [found] = induce_articles([new_design(each, metadata=False) for each in SEEN])
    article = UNSEEN[0]
    again = read(new_design(article, metadata=False), found)
    assert (again.title, again.body, again.published_at) == (
        article.title,
        article.body,
        article.published,
    )


def test_fewer_than_ten_pages_give_none() -> None:
    assert induce_articles([new_design(each) for each in SEEN[:9]]) == []


def test_pages_that_hold_no_article_give_none() -> None:
    lists = [listing(ARTICLES[number : number + 6]) for number in range(12)]
    assert all(each.layout.body != "div.post" for each in induce_articles(lists))


def test_pages_of_lists_among_articles_change_nothing(induced: InducedLayout) -> None:
    pages = [new_design(each) for each in SEEN] + [listing(SEEN[number:]) for number in range(4)]
    [found] = induce_articles(pages)
    assert replace(found.layout, name="") == replace(induced.layout, name="")


def test_a_page_of_the_site_in_the_clothes_of_an_article_is_none(induced: InducedLayout) -> None:
    about = made_page(
        "https://gazeta.example/about/",
        "",
        '<div class="post"><h1 class="post-title">О нас</h1>'
        '<div class="post-text"><p>Газета выходит с 1998 года.</p></div></div>',
    )
    assert select(about, induced.layout.mark)
    with pytest.raises(NotAnArticleError, match="static page"):
        read(about, induced)


def test_posts_of_social_networks_are_no_text_though_no_page_showed_one(
    induced: InducedLayout,
) -> None:
    article = UNSEEN[2]
    page = new_design(article)
    post = "<blockquote class='twitter-tweet'><p>The bridge is closed again</p></blockquote></div>"
    html = page.source.replace(b'<div class="share">', f'{post}<div class="share">'.encode(), 1)
    assert read(Page(html, page.url, fetched_at=page.fetched_at), induced).body == article.body


def test_paragraphs_in_a_block_of_links_are_kept() -> None:
    def linked(article: MadeArticle, *, is_closed: bool = True) -> Page:
        page = new_design(article)
        links = f'<div class="read-more"><a href="/news/1-a">Заголовок {article.number}</a>'
        html = page.source.decode().replace(
            f"<p>{article.paragraphs[-1]}</p>",
            f"{links}{'</div>' if is_closed else ''}<p>{article.paragraphs[-1]}</p>",
        )
        html = (
            html if is_closed else html.replace('<div class="share">', '</div><div class="share">')
        )
        return Page(html.encode(), page.url, fetched_at=page.fetched_at)

    [found] = induce_articles([linked(each) for each in SEEN])
    assert "div.read-more" in found.layout.drop
    for article in UNSEEN[:3]:
        assert read(linked(article), found).body == article.body
        assert read(linked(article, is_closed=False), found).body == article.body


def test_what_is_never_closed_does_not_take_the_text_with_it(induced: InducedLayout) -> None:
    article = UNSEEN[1]
    page = new_design(article)
    html = page.source.replace(b"</p></div><p>", b"</p><p>", 1)
    broken = Page(html, page.url, fetched_at=page.fetched_at)
    assert len(select(broken, "div.top-week")) == 2
    assert article.body in read(broken, induced).body
