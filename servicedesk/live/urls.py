from django.urls import path

from servicedesk.live.views import stream

urlpatterns = [path("live/stream/", stream, name="live")]
