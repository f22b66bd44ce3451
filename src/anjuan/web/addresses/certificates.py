"""Addresses of certificates, their documents and the public look-up."""

from __future__ import annotations

from django.urls import URLPattern, path

from anjuan.web.views import certificate_keys, certificate_reports, certificates, verifying

PATHS: list[URLPattern] = [
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/report/", certificate_reports.national, name="reports_national"),
    path("certificates/report/certsearch/", certificate_reports.certsearch, name="reports_certsearch"),
    path("certificates/report/take/", certificate_reports.take, name="reports_take"),
    path("certificates/keys/", certificate_keys.keys, name="signing_keys"),
    path("certificates/keys/rotate/", certificate_keys.rotate, name="signing_rotate"),
    path("certificates/keys/revoke/", certificate_keys.revoke, name="signing_revoke"),
    path("certificates/number/<str:number>/", certificates.certificate, name="certificate"),
    path("certificates/number/<str:number>/status/", certificates.status, name="certificate_status"),
    path("certificates/number/<str:number>/reissue/", certificates.reissue, name="certificate_reissue"),
    path("certificates/number/<str:number>/<int:printing>.pdf", certificates.paper, name="certificate_paper"),
    path("verify/", verifying.verify, name="verify"),
    path("verify/q/<str:statement>", verifying.scanned, name="verify_scanned"),
    path("verify/sheet.pdf", verifying.sheet, name="verify_sheet"),
    path("verify/list/", verifying.listed, name="verify_list"),
    path("verify/answer.json", verifying.answered, name="verify_answer"),
    path("verify/keys.json", verifying.published, name="verify_keys"),
]
