"""What history and articles say beside a record."""

from django.urls import path

from servicedesk.knowledge_pages import listing, reading, similar, uses

urlpatterns = [
    path("knowledge/", listing.knowledge, name="knowledge"),
    path("knowledge/<slug:number>/", reading.article, name="article"),
    path("records/<slug:number>/articles/<slug:article>/", uses.used, name="article-use"),
    path("records/<slug:number>/similar/", similar.similar, name="similar-faults"),
]
