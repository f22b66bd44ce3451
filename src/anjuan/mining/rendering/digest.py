"""A digest as a mail: what is new by subscription, without any client in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from email.utils import formatdate

from anjuan.mining.models import Digest
from anjuan.mining.selectors.news import News, Topic

#: Where the pages of subscriptions are, below the address of the installation.
LIST_PATH, LEAVE_PATH = "/subscriptions/", "/subscriptions/leave/{token}/"

_WORDS = {
    "zh": {
        "subject": "案卷订阅：{n} 条新内容",
        "hello": "{name}，您好：\n\n以下是您订阅的新内容，至 {until}。",
        "guide": "· 审核指南 {title} 发布第 {about} 版",
        "standard": "· 标准 {title} 已由 {about} 代替",
        "facts": "· 您可查阅的案卷中有 {count} 条新审阅的事实",
        "open": "登录查看：{address}",
        "leave": "不再接收邮件：{address}",
    },
    "en": {
        "subject": "Anjuan subscriptions: {n} news",
        "hello": "Dear {name},\n\nthis is new in your subscriptions, up to {until}.",
        "guide": "· Audit guide {title}: edition {about} was released",
        "standard": "· Standard {title} was replaced by {about}",
        "facts": "· {count} facts were reviewed in cases that you may read",
        "open": "Log in to read: {address}",
        "leave": "No more mail: {address}",
    },
}


def topic_said(topic: Topic) -> str:
    """Return a subscription in a few signs."""
    parts = (topic.field_code, topic.professional_code, topic.clause, topic.standard)
    told = " ".join(part for part in parts if part)
    return f"{told} “{topic.words}”".strip() if topic.words else told


def letter(
    digest: Digest, news: Sequence[tuple[Topic, Sequence[News]]], *, sender: str, address: str, leave: str
) -> EmailMessage:
    """Return the mail of a digest. What may name a client is told as a number only.

    Args:
        digest: Whose, up to when, and under which message number.
        news: What is new, by subscription; those without news are left out.
        sender: Address that it comes from.
        address: Address of the installation.
        leave: What the link carries that ends the mail.

    """
    owner = digest.owner
    words = _WORDS["en" if owner.language.startswith("en") else "zh"]
    made = EmailMessage()
    made["From"], made["To"] = sender, owner.email
    made["Subject"] = words["subject"].format(n=sum(len(found) for _, found in news))
    made["Date"] = formatdate(digest.made_at.timestamp())
    made["Message-ID"] = digest.message_id
    root = address.rstrip("/")
    out = root + LEAVE_PATH.format(token=leave)
    made["List-Unsubscribe"] = f"<{out}>"
    made["Auto-Submitted"] = "auto-generated"
    said = [words["hello"].format(name=owner.shown_name, until=f"{digest.until:%Y-%m-%d %H:%M} UTC"), ""]
    for topic, found in news:
        if found:
            said += [f"【{topic_said(topic)}】", *_lines(found, words), ""]
    said += [words["open"].format(address=root + LIST_PATH), words["leave"].format(address=out)]
    made.set_content("\n".join(said), cte="base64")
    return made


def _lines(found: Sequence[News], words: dict[str, str]) -> Iterator[str]:
    for one in found:
        if not one.names_client:
            yield words[one.kind].format(title=one.title, about=one.about)
    counted = sum(one.count for one in found if one.names_client)
    if counted:
        yield words["facts"].format(count=counted)
