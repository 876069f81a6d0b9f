from django.db import models


class InstalledDefault(models.Model):
    """Reference data that was laid down once; what an administrator removed later stays removed."""

    key = models.CharField(max_length=200, primary_key=True)
    installed_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key
