"""The mailbox: whether it answers, what the last look brought, what became of its mails."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.archive.imap import MailboxError
from anjuan.archive.selectors.intakes import intake_list
from anjuan.archive.services.mailbox import (
    MAIL_JOB,
    WAY,
    MailboxPasswordError,
    MailboxTest,
    mail_state,
    mailbox_order_now,
    mailbox_test,
)
from anjuan.jobs.queue import TableQueue, last_job
from anjuan.web.visitor import deed, need, now
from anjuan.web.words import fault_words

RUNS, FILES = "system.run", "case.file"
_SHOWN = 20


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """How the mailbox is set up and how it does. The password is never shown."""
    person = need(request, RUNS, FILES)
    files, state = person.may(FILES), mail_state(settings.ANJUAN_HOME)
    rows = [row for row in intake_list(person, now=now(), limit=200) if row.way == WAY] if files else []
    job = last_job(MAIL_JOB, 1)
    values = {
        "settled": settings.ANJUAN_OPTIONS.mailbox,
        "state": state,
        "words": fault_words(state.fault_code) if state.fault else None,
        "files": files,
        "may_test": person.may(RUNS),
        "is_looking": job is not None and job.is_open,
        "rows": rows[:_SHOWN],
    }
    return render(request, "web/mailbox.html", values)


@require_POST
def test(request: HttpRequest) -> HttpResponse:
    """Try whether the mailbox answers; nothing is changed."""
    need(request, RUNS)
    if not settings.ANJUAN_OPTIONS.mailbox.host:
        messages.error(request, _("还没有设置收件邮箱。"))
        return redirect("web:mailbox")
    try:
        found = mailbox_test()
    except (MailboxError, MailboxPasswordError) as error:
        words = fault_words(error.code)
        messages.error(request, f"{words.title} {words.advice} {error.what if request.LANGUAGE_CODE == 'en' else ''}")
    else:
        messages.success(request, _answered(found))
    return redirect("web:mailbox")


def _answered(found: MailboxTest) -> str:
    told = _("连接正常，文件夹中有 %(n)s 封邮件。") % {"n": found.mails}
    if found.to_make:
        told += _("将在需要时新建文件夹：%(names)s。") % {"names": "、".join(found.to_make)}
    return told


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Order a look at once."""
    need(request, RUNS, FILES)
    if not settings.ANJUAN_OPTIONS.mailbox.host:
        messages.error(request, _("还没有设置收件邮箱。"))
        return redirect("web:mailbox")
    mailbox_order_now(deed=deed(request), queue=TableQueue())
    messages.success(request, _("已安排查看邮箱。"))
    return redirect("web:mailbox")
