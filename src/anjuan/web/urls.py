"""Addresses of the web door."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from anjuan.web.views import cases, home, intake, pages, people, search

app_name = "web"
urlpatterns = [
    path("", home.home, name="home"),
    path("login/", people.LogIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("me/language/", people.set_language, name="language"),
    path("me/theme/", people.set_theme, name="theme"),
    path("cases/", cases.case_rows, name="cases"),
    path("cases/look/", cases.case_look, name="case_look"),
    path("cases/table.csv", cases.case_table, name="cases_table"),
    path("cases/<str:number>/", pages.case, name="case"),
    path("cases/<str:number>/events/", pages.events, name="case_events"),
    path("cases/<str:number>/<int:document_id>/<int:page_number>/", pages.page, name="case_page"),
    path("pictures/<int:document_id>/<int:page_number>/", pages.picture, name="picture"),
    path("search/", search.search, name="search"),
    path("search/suggestions/", search.suggestions, name="suggest"),
    path("intakes/", intake.intakes, name="intakes"),
    path("intakes/begin/", intake.begin, name="intake_begin"),
    path("intakes/<int:intake_id>/", intake.intake, name="intake"),
    path("intakes/<int:intake_id>/files/", intake.receive_file, name="intake_file"),
    path("intakes/<int:intake_id>/received/", intake.all_received, name="intake_received"),
    path("intakes/<int:intake_id>/retry/", intake.retry, name="intake_retry"),
    path("intakes/<int:intake_id>/cancel/", intake.cancel, name="intake_cancel"),
]
