"""What is said of articles beside what they may solve."""

from django.urls import path

from servicedesk.knowledge_pages import uses

urlpatterns = [
    path("records/<slug:number>/articles/<slug:article>/", uses.used, name="article-use"),
]
