"""Django's entry of the evaluation room."""

from __future__ import annotations

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """The evaluation room."""

    name = "anjuan.evaluation"
    label = "evaluation"
    verbose_name = "Evaluation"
