"""Who a mailing goes to, as a name that rules of telling may use."""

from django.utils.translation import gettext_lazy as _

from advisories.mailing import contacts_of
from records.recipients import Recipient, register_recipient

register_recipient(
    Recipient(name="advisory_audience", label=_("audience of the mailing"), find=contacts_of, is_outside=True)
)
