"""Signatures: the password asked for again, and a fingerprint of who signed what, when, upon which evidence.

The fingerprint is a SHA-256 over the content in one fixed form. Whoever changes a signed row later does not get past
the database's own trigger, and if he did, `is_genuine` would tell.
"""

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from emergency.criteria import evidence_content
from emergency.models import PlanVersion
from people.models import User

if TYPE_CHECKING:
    from emergency.models import Emergency

TRIES, FORGET_SECONDS = 5, 15 * 60


def check_password(user: User, password: str) -> None:
    """Raises ValidationError for a wrong one; after five wrong ones in a quarter of an hour, for every one."""
    key = f"emergency:signature:{user.pk}"
    if int(cache.get(key) or 0) >= TRIES:
        raise ValidationError({"password": _("Too many wrong passwords: try again in a quarter of an hour.")})
    if not user.check_password(password):
        cache.set(key, int(cache.get(key) or 0) + 1, FORGET_SECONDS)
        raise ValidationError({"password": _("This is not your password: nothing was signed.")})
    cache.delete(key)


def fingerprint(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def content_of(version: PlanVersion) -> dict[str, Any]:
    """Everything a version says, as data: columns, posts, duties."""
    columns = {
        field.name: getattr(version, field.attname)
        for field in version._meta.fields
        if field.editable and field.name != "id"
    }
    posts = version.posts.order_by("position", "pk")
    duties = version.duties.order_by("position", "pk")
    return {
        "number": version.number,
        **columns,
        "posts": [[line.post_id, line.task, line.minutes, line.is_sent] for line in posts],
        "duties": [[line.role_id, line.task, line.minutes, line.is_told_at_end] for line in duties],
        "drafted_by": version.drafted_by_id,
        "signed_by": version.signed_by_id,
        "signed_at": version.signed_at.isoformat() if version.signed_at else "",
    }


def digest_of(version: PlanVersion) -> str:
    return fingerprint(content_of(version))


def signature_of(emergency: "Emergency") -> str:
    """Who, when, which version of the plan, upon which evidence."""
    return fingerprint(
        {
            "number": emergency.number,
            "is_drill": emergency.is_drill,
            "plan_version": emergency.plan_version_id,
            "plan_digest": emergency.plan_version.digest,
            "evidence": evidence_content(emergency.evidence),
            "proposed_by": emergency.proposed_by_id,
            "signed_by": emergency.signed_by_id,
            "signed_at": emergency.signed_at.isoformat() if emergency.signed_at else "",
        }
    )


def is_genuine(signed: "Emergency | PlanVersion") -> bool:
    """Whether what was signed is still what stands there."""
    if isinstance(signed, PlanVersion):
        return bool(signed.digest) and signed.digest == digest_of(signed)
    return bool(signed.signature) and signed.signature == signature_of(signed)
