from django.urls import path

from servicedesk.board import views

urlpatterns = [path("", views.board, name="board"), path("wall/", views.wall, name="wall")]
