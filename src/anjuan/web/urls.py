"""Addresses of the web door."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path, re_path

from anjuan.web.views import (
    cases,
    correcting,
    exporting,
    failures,
    home,
    intake,
    judged,
    lists,
    pages,
    people,
    properties,
    search,
    waiting,
)

app_name = "web"
urlpatterns = [
    path("", home.home, name="home"),
    path("login/", people.LogIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("me/language/", people.set_language, name="language"),
    path("me/theme/", people.set_theme, name="theme"),
    path("me/counts/", lists.counts, name="counts"),
    path("me/preference/", lists.preference, name="preference"),
    path("lists/views/<int:view_id>/delete/", lists.delete_view, name="view_delete"),
    path("lists/<slug:name>/look/", lists.look, name="list_look"),
    path("lists/<slug:name>/views/", lists.save_view, name="list_view"),
    re_path(r"^lists/(?P<name>[a-z]+)/export\.(?P<form>xlsx|csv)$", exporting.list_export, name="list_export"),
    path("cases/", cases.case_rows, name="cases"),
    path("cases/<str:number>/", pages.case, name="case"),
    path("cases/<str:number>/events/", pages.events, name="case_events"),
    path("cases/<str:number>/fields/", judged.fields, name="case_fields"),
    path("cases/<str:number>/fields/set/", judged.field_set, name="field_set"),
    path("cases/<str:number>/conditions/", judged.condition_set, name="condition_set"),
    path("cases/<str:number>/missing/", judged.missing, name="case_missing"),
    path("cases/<str:number>/contradictions/", judged.clashes, name="case_clashes"),
    path("cases/<str:number>/rulings/", judged.rule, name="finding_rule"),
    path("cases/<str:number>/properties/", properties.properties, name="case_properties"),
    path("cases/<str:number>/properties/test/", properties.test_now, name="properties_test"),
    path("cases/<str:number>/properties/report.pdf", properties.report, name="properties_report"),
    path("cases/<str:number>/<int:document_id>/<int:page_number>/", pages.page, name="case_page"),
    path("documents/<int:document_id>/kind/", correcting.kind, name="document_kind"),
    path("documents/<int:document_id>/cuts/", correcting.cut, name="document_cut"),
    path("doubts/", failures.doubts, name="doubts"),
    path("failures/", failures.failures, name="failures"),
    path("failures/retry/", failures.retry_all, name="failures_retry"),
    path("matches/", waiting.matches, name="matches"),
    path("matches/decide/", waiting.decide, name="match_decide"),
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
