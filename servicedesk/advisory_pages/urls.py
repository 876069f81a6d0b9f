"""Pages of advisories: read, written side by side, compared, mailed, printed."""

from django.urls import path

from servicedesk.advisory_pages import comparing, mailing, papers, reading, writing

urlpatterns = [
    path("advisories/<slug:number>/", reading.advisory, name="advisory"),
    path("advisories/<slug:number>/texts/", writing.texts, name="advisory-texts"),
    path("advisories/<slug:number>/versions/", comparing.versions, name="advisory-versions"),
    path("advisories/<slug:number>/mail/", mailing.mail, name="advisory-mail"),
    path("advisories/<slug:number>/mailings/<int:pk>/", mailing.fate, name="advisory-mailing"),
    path("advisories/<slug:number>/paper.pdf", papers.paper, name="advisory-paper"),
]
