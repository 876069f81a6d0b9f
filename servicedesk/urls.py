"""Pages. Every name is in the namespace `desk`."""

from django.urls import path

from notifications.urls import urlpatterns as notices
from servicedesk import preferences, style_page
from servicedesk.advisory_pages.urls import urlpatterns as advisories
from servicedesk.board.urls import urlpatterns as board
from servicedesk.call_list.urls import urlpatterns as call_list
from servicedesk.call_pad.urls import urlpatterns as call_pad
from servicedesk.campaign_pages.urls import urlpatterns as campaigns
from servicedesk.change_pages.urls import urlpatterns as changes
from servicedesk.choices.urls import urlpatterns as choices
from servicedesk.cmdb_pages.urls import urlpatterns as cmdb_pages
from servicedesk.complaint_pages.urls import urlpatterns as complaints
from servicedesk.emergency_pages.urls import urlpatterns as emergencies
from servicedesk.figures_pages.urls import urlpatterns as figures
from servicedesk.follow_up_pages.urls import urlpatterns as follow_ups
from servicedesk.handover_pages.urls import urlpatterns as hand_overs
from servicedesk.knowledge_pages.urls import urlpatterns as knowledge
from servicedesk.ledger.urls import urlpatterns as ledger
from servicedesk.live.urls import urlpatterns as live
from servicedesk.queues.urls import urlpatterns as queues
from servicedesk.records_pages.urls import urlpatterns as records
from servicedesk.release_pages.urls import urlpatterns as releases
from servicedesk.reports.urls import urlpatterns as reports
from servicedesk.roster_pages.urls import urlpatterns as roster
from servicedesk.search.urls import urlpatterns as search
from servicedesk.settings_pages.urls import urlpatterns as settings_pages
from servicedesk.surge_pages.urls import urlpatterns as surges
from servicedesk.visit_pages.urls import urlpatterns as visits

app_name = "desk"

urlpatterns = [
    path("preferences/theme/", preferences.set_theme, name="set-theme"),
    path("preferences/language/", preferences.set_language, name="set-language"),
    path("style/", style_page.style, name="style"),
    path("style/step/", style_page.step, name="style-step"),
    path("style/part/", style_page.part, name="style-part"),
    *advisories,
    *board,
    *ledger,
    *live,
    *call_list,
    *call_pad,
    *campaigns,
    *changes,
    *choices,
    *cmdb_pages,
    *complaints,
    *emergencies,
    *figures,
    *follow_ups,
    *hand_overs,
    *knowledge,
    *queues,
    *notices,
    *records,
    *reports,
    *roster,
    *releases,
    *search,
    *settings_pages,
    *surges,
    *visits,
]
