"""What profiles have shown to be in the way of an aim, by measurement. Written by hand; no figure stands here that the
table does not give."""

FINDINGS: dict[str, str] = {}
