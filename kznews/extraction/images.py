"""The pictures of an article, with their captions and credits."""

from __future__ import annotations

from itertools import chain

from kznews.extraction.body import Body, caption_and_credit
from kznews.extraction.page import Page, first_text, select_elements
from kznews.items import Image
from kznews.outlets.layouts import ArticleLayout


def read_images(page: Page, layout: ArticleLayout | None, content: Body) -> list[Image]:
    """Return the article's pictures, the main one first, each once.

    The main one is what the layout names, else what structured data does; the others stand in the
    body. A credit without any picture is kept as a picture without an address.
    """
    images = []
    for node in select_elements(page, layout.images) if layout and layout.images else []:
        link = node.get("data-src") or node.get("src")
        if link and (url := page.absolute(link)):
            images.append(Image(url=url))
    if not images and page.structured.image:
        url = page.absolute(page.structured.image)
        images += [Image(url=url)] if url else []
    printed = first_text(page, layout.image_credit if layout else None)
    caption, credit = caption_and_credit(printed) if printed else (None, None)
    if content.main_image is not None:
        # The same picture in another size, or what metadata does not name.
        images = images or [Image(url=content.main_image.url)]
        caption, credit = caption or content.main_image.caption, credit or content.main_image.credit
    credit = credit or next(iter(content.credits), None)
    if images:
        within = next((each for each in content.images if each.url == images[0].url), None)
        if within is not None:
            caption, credit = caption or within.caption, credit or within.credit
        images[0].caption, images[0].credit = caption, credit
    elif credit is not None:
        images.append(Image(url=None, credit=credit))
    unique = {image.url: image for image in reversed([*images, *content.images])}
    ordered = dict.fromkeys(image.url for image in chain(images, content.images))
    return [unique[url] for url in ordered]
