"""What to search for when somebody asks a question in plain words."""

from __future__ import annotations

import re

from anjuan.kit.text.folding import fold

_ASKING = re.compile(
    r"请问|请告诉我|有没有|是不是|能不能|为什么|怎么样|什么样|什么|哪一些|哪些|哪个|哪家|哪里|多少|怎样|怎么|如何|是否|几个|几次"
    r"|存在|发生过|出现过|出现|相关|有关|关于|问题|情况|吗|呢|的|了|和|与|及|在|有|是|被|都|过"
    r"|\b(?:what|which|who|when|where|how|why|is|are|was|were|the|a|an|of|in|on|do|does|did|there|any)\b"
)
_WORDS = re.compile(r"[\w.\-/]+")
_MOST = 8


def queries_of(question: str) -> list[str]:
    """Return queries for the search engine, the strictest first: all words, any word, any part of a word."""
    words = [word.strip(".-/") for word in _WORDS.findall(_ASKING.sub(" ", fold(question)))]
    words = [word for word in dict.fromkeys(words) if len(word) > 1 and word not in ("and", "or", "not")][:_MOST]
    if not words:
        return []
    parts = [word[at : at + 4] for word in words for at in range(0, max(1, len(word) - 1), 4)]
    parts = [part for part in dict.fromkeys(parts) if len(part) > 1][:_MOST]
    quoted = [f'"{word}"' for word in words]
    return list(dict.fromkeys((" ".join(quoted), " OR ".join(quoted), " OR ".join(f'"{part}"' for part in parts))))
