"""Under the bell: has arrived once it is written."""

from django.utils.translation import gettext_lazy as _

from notifications.channels import Channel, register_channel
from people.models import Contact, User


def address_of(reader: User | Contact) -> str | None:
    return reader.username if isinstance(reader, User) else None


IN_APP = register_channel(Channel(name="in_app", label=_("bell"), icon="bell", address_of=address_of))
