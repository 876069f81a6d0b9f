"""The size limit of attachments, kept while the bytes arrive: what is too large never fills the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class SizeLimit(FileUploadHandler):
    """First among FILE_UPLOAD_HANDLERS. A file that grows past the limit is dropped, and the request says so."""

    seen = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.seen += len(raw_data)
        if self.seen > settings.ITSM_ATTACHMENT_MAX_BYTES:
            if self.request is not None:
                self.request.META["itsm.upload_too_large"] = self.field_name
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
