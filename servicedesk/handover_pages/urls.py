"""Pages of the shift's hand-over book."""

from django.urls import path

from servicedesk.handover_pages import editing, papers, signing, views

urlpatterns = [
    path("hand-overs/", views.books, name="hand-over-books"),
    path("hand-overs/make/", editing.make_book, name="hand-over-make"),
    path("hand-overs/<int:pk>/", views.book, name="hand-over"),
    path("hand-overs/<int:pk>/gather/", editing.gather, name="hand-over-gather"),
    path("hand-overs/<int:pk>/lines/", editing.add_line, name="hand-over-add"),
    path("hand-overs/<int:pk>/lines/<int:line>/", editing.change_line, name="hand-over-line"),
    path("hand-overs/<int:pk>/lines/<int:line>/leave-out/", editing.leave_line_out, name="hand-over-out"),
    path("hand-overs/<int:pk>/sign/", signing.sign, name="hand-over-sign"),
    path("hand-overs/<int:pk>/open/", signing.open_book, name="hand-over-open"),
    path("hand-overs/<int:pk>/paper.pdf", papers.paper, name="hand-over-paper"),
]
