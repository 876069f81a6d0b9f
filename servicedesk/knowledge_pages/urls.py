"""What history and articles say beside a record."""

from django.urls import path

from servicedesk.knowledge_pages import listing, reading, similar, solving, typed, uses

urlpatterns = [
    path("knowledge/", listing.knowledge, name="knowledge"),
    path("knowledge/<slug:number>/", reading.article, name="article"),
    path("records/<slug:number>/articles/<slug:article>/", uses.used, name="article-use"),
    path("records/<slug:number>/solve/<slug:text>/", solving.solve, name="solve-with"),
    path("records/<slug:number>/known/", typed.typed, name="known-texts"),
    path("records/<slug:number>/similar/", similar.similar, name="similar-faults"),
]
