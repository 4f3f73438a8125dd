"""The sources that a text names for its news: «сообщает X со ссылкой на Y».

`russian` and `kazakh` know the phrases, `russian_names` and `kazakh_names` the names within them.
"""

from kznews.text.attribution.sources import attributed_to, is_name_of

__all__ = ["attributed_to", "is_name_of"]
