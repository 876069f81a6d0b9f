"""`{% load desk %}`: every component in one library. `docs/front-end.md` lists them with their parameters."""

from django import template

from servicedesk.templatetags import badges, fields, figures, icons, live, times

register = template.Library()

for room in (icons, badges, times, fields, figures, live):
    register.tags.update(room.register.tags)
    register.filters.update(room.register.filters)
