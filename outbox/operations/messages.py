"""Mail as rows: rendered in the transaction of what it tells of, and sent by the worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.template.loader import render_to_string

from kernel.ticks import wake
from outbox.models import Attachment, Message


@dataclass(frozen=True, slots=True)
class File:
    """Something to attach."""

    name: str
    content_type: str
    content: bytes


def write_message(
    *,
    kind: str,
    to: str,
    context: Mapping[str, Any],
    now: datetime,
    client: Model | None = None,
    key: str | None = None,
    attachments: Sequence[File] = (),
) -> Message | None:
    """Write a mail inside the transaction of what it tells of; ``None`` when ``key`` has been said already.

    :param kind: ``<room>.<message>``; ``templates/<room>/mail/<message>.txt`` begins with ``Subject: …`` and a blank
        line, and ``….html`` is the same message for people who read HTML.
    """
    room, _, name = kind.partition(".")
    full = {**context, "site_url": settings.SITE_URL, "site_name": settings.SITE_NAME, "client": client}
    head, _, text = render_to_string(f"{room}/mail/{name}.txt", full).lstrip().partition("\n")
    full["subject"] = subject = head.removeprefix("Subject:").strip()
    return store_message(
        kind=kind,
        to=to,
        subject=subject,
        text=text.strip() + "\n",
        html=render_to_string(f"{room}/mail/{name}.html", full),
        now=now,
        client=client,
        key=key,
        attachments=attachments,
    )


def store_message(
    *,
    kind: str,
    to: str,
    subject: str,
    text: str,
    html: str,
    now: datetime,
    client: Model | None = None,
    key: str | None = None,
    attachments: Sequence[File] = (),
) -> Message | None:
    """The same for a mail that is written already."""
    message = Message(
        key=key,
        kind=kind,
        client_id=client.pk if client is not None else None,
        to=to,
        subject=subject[:250],
        text=text,
        html=html,
        created_at=now,
        due_at=now,
    )
    if key is not None:
        # ON CONFLICT DO NOTHING settles a race without failing what happens around it.
        Message.objects.bulk_create([message], ignore_conflicts=True)
        if not Message.objects.filter(pk=message.pk).exists():
            return None
    else:
        message.save(force_insert=True)
    Attachment.objects.bulk_create(
        Attachment(message=message, name=file.name, content_type=file.content_type, content=file.content)
        for file in attachments
    )
    wake("outbox.tasks.send_waiting_messages")
    return message
