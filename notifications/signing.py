"""Signatures of webhooks as Standard Webhooks 1.0 writes them (standardwebhooks.com), so that receivers need no code of
their own: HMAC-SHA256 over "id.timestamp.body" with the secret's bytes, in base64.
"""

import base64
import binascii
import hashlib
import hmac

PREFIX = "whsec_"


def key_of(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        return secret.encode()


def sign(secret: str, *, request_id: str, timestamp: int, body: bytes) -> str:
    signed = f"{request_id}.{timestamp}.".encode() + body
    digest = hmac.new(key_of(secret), signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def headers(secret: str, *, request_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """`webhook-id` stays the same on every attempt, so that a receiver can tell a repetition."""
    return {
        "webhook-id": request_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": sign(secret, request_id=request_id, timestamp=timestamp, body=body),
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Orderly-Webhook/1",
    }
