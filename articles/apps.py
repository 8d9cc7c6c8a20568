from __future__ import annotations

from django.apps import AppConfig

from newsroom.logs import log_slow_queries


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Coverage"

    def ready(self) -> None:
        from articles.desk import accounts  # noqa: PLC0415  # models can be imported only once Django has loaded the apps

        accounts.connect()
        log_slow_queries()
