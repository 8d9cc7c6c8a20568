"""Stories: the list, and the review page on which an editor reviews findings and publishes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from articles.admin import decisions, story_transitions
from articles.admin.answers import FIELDS, PLACES, Answer, keep, take_kept
from articles.admin.base import change_url, editor
from articles.admin.desk_actions import DeskAction, action_urls
from articles.admin.listing import date_in_words, next_draft, undecided_counts
from articles.admin.mark_form import MARK_KEYS, PlaceForm
from articles.admin.mark_page import MarkAdmin
from articles.admin.mentions_page import MentionsAdmin
from articles.admin.note_form import change_note_form, sent_note_form
from articles.admin.notes import NotesAdmin
from articles.admin.picture_page import PictureAdmin, picture_panel
from articles.admin.provenance import ProvenanceAdmin, provenance_of
from articles.admin.published_versions import PublishedVersionsAdmin
from articles.admin.record_labels import labels_of
from articles.admin.review_page import review_page
from articles.admin.review_parts import changed_parts
from articles.admin.schedule_page import ScheduleAdmin, schedule_of
from articles.admin.standing import standing_of
from articles.admin.status_filter import ScheduledFilter, StatusFilter, show_bulk_outcome
from articles.admin.story_events import StoryEventsAdmin
from articles.admin.story_form import known_outlets
from articles.admin.takedowns import TakedownPageAdmin
from articles.admin.text_page import TextAdmin
from articles.admin.undo import undo_decision, undoable
from articles.desk import clearance, review, transitions
from articles.desk.groups import groups_with
from articles.desk.rights import PUBLISH, holds
from articles.imports.taking_down import TAKE_DOWN
from articles.models import Article, Entity
from articles.text import fold
from articles.vocabulary import CONFIDENT, ArticleStatus, EntityKind, FactStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from articles.admin.review_page import ReviewPage

_SUGGESTED = 8
_NOUNS = {"mention": "mention", "quotation": "quotation", "pledge": "pledge", "membership": "role", "figure": "figure"}


def _publish_arguments(request: HttpRequest) -> dict[str, Any]:
    """The reason for overriding a restriction of the source, if the editor confirmed the override."""
    return {"although": request.POST.get("although", "")[:200] if request.POST.get("confirmed") == "yes" else ""}


def _withdraw_arguments(request: HttpRequest) -> dict[str, Any]:
    return {
        "reason": request.POST.get("reason", ""),
        "hides_headline": request.POST.get("hides_headline") == "yes",
    }


def _accepted(counts: dict[str, int]) -> str:
    total = sum(counts.values())
    if not total:
        return "There were no confident findings left to accept."
    return "Accepted " + ", ".join(_counted(count, _NOUNS[noun]) for noun, count in counts.items() if count) + "."


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


_STORY_ACTIONS = (
    DeskAction(
        "publish",
        review.publish,
        "Story published. Readers see it within two seconds.",
        arguments=_publish_arguments,
    ),
    DeskAction(
        "withdraw",
        review.withdraw,
        "Story withdrawn. Its address tells readers when and why; no other public page shows it.",
        arguments=_withdraw_arguments,
    ),
    DeskAction("redraft", review.return_to_draft, "Story returned to draft."),
    DeskAction("discard", review.discard, "Story discarded."),
    DeskAction(
        "accept_confident", review.accept_all, _accepted, arguments=lambda _request: {"minimum_confidence": CONFIDENT}
    ),
)


class ArticleAdmin(
    StoryEventsAdmin, TextAdmin, NotesAdmin, PictureAdmin, PublishedVersionsAdmin, ScheduleAdmin, MarkAdmin, MentionsAdmin,
    ProvenanceAdmin, TakedownPageAdmin,
):  # fmt: skip
    label = "Stories"
    empty_value_display = "Not stated"
    list_display = ("headline", "review_status", "outlet", "date", "open_findings", "source_says")
    list_filter = (StatusFilter, ScheduledFilter, "outlet")
    actions = ("discard_selected", "restore_selected")
    list_select_related = ("outlet",)
    search_fields = ("headline", "byline", "url", "outlet__name")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Stories are created by imports only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """What readers see is changed by those who may publish."""
        may_change = super().has_change_permission(request, obj)
        return may_change and (obj is None or not obj.is_published or holds(request.user, PUBLISH))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        found = super().get_queryset(request).select_related("outlet", "schedule__by", "picture")
        return found.defer("picture__received")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-id",)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        story = "<int:object_id>"
        return [
            *action_urls(_STORY_ACTIONS, self.action_view, site=self.admin_site, model="article"),
            path(f"{story}/fields/", wrap(require_POST(self.fields_view)), name="articles_article_fields"),
            path(f"{story}/undo/", wrap(require_POST(self.undo_view)), name="articles_article_undo"),
            path(
                f"{story}/reject_unknown/",
                wrap(require_POST(self.reject_unknown_view)),
                name="articles_article_reject_unknown",
            ),
            path(f"{story}/next/", wrap(require_GET(self.next_view)), name="articles_article_next"),
            path(
                f"{story}/<slug:noun>/<int:fact_id>/",
                wrap(require_POST(self.decide_view)),
                name="articles_article_decide",
            ),
            path("records/", wrap(require_GET(self.records_view)), name="articles_article_records"),
            *super().get_urls(),
        ]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        # Count for the rows of this page only, not for the query that computes the total.
        counts = undecided_counts(article.pk for article in changelist.result_list)
        for article in changelist.result_list:
            article.undecided = counts.get(article.pk, 0)
        return changelist

    @admin.display(description="Date", ordering="date_published")
    def date(self, article: Article) -> str:
        return date_in_words(article)

    @admin.display(description="Findings")
    def open_findings(self, article: Any) -> str:
        return f"{article.undecided} pending" if article.undecided else "All reviewed"

    @admin.display(description="Source restriction", empty_value="")
    def source_says(self, article: Article) -> str:
        return clearance.in_short(article)

    @admin.action(description="Discard the selected drafts", permissions=["change"])
    def discard_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        show_bulk_outcome(request, "discarded", review.discard_many(queryset, user=editor(request)))

    @admin.action(description="Restore the selected discarded stories", permissions=["change"])
    def restore_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        show_bulk_outcome(request, "restored", review.restore_many(queryset, user=editor(request)))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self.page(request, self.one(request, object_id))

    def page(self, request: HttpRequest, article: Article, answer: Answer | None = None) -> HttpResponse:
        """The review page. `answer` is the outcome of this request; earlier ones come from the session."""
        answers, other_messages = take_kept(request)
        if answer is not None:
            answers[answer.anchor] = answer
        page = review_page(article, answers)
        shown = {*(row.anchor for row in page.suggestions), *PLACES}
        context = {
            **self.admin_site.each_context(request),
            **self.parts_context(request, article, page),
            **_forms_context(request, article, answers.get(FIELDS)),
            "title": str(article),
            "date": date_in_words(article),
            "provenance": provenance_of(article),
            "picture": picture_panel(article),
            "answers": answers,
            **_withdraw_arguments(request),
            # The outcome of a suggestion that no longer exists is shown at the top of the page.
            "messages": [*other_messages, *(one.says for anchor, one in answers.items() if anchor not in shown)],
            "add_form": PlaceForm(),
            "mark_keys": MARK_KEYS,
            "event_count": article.event_stories.exclude(status=FactStatus.REJECTED).count(),
        }
        status = answer.status if answer is not None else 200
        return TemplateResponse(request, "admin/articles/article/review.html", context, status=status)

    def parts_context(self, request: HttpRequest, article: Article, page: ReviewPage) -> dict[str, Any]:
        """Context for the parts of the page that a decision changes."""
        may_change = self.has_change_permission(request, article)
        is_discarded = article.review_status == ArticleStatus.DISCARDED
        lacks_publishing = "" if holds(request.user, PUBLISH) else _lacks_publishing(article)
        return {
            "opts": self.opts,
            "article": article,
            "page": page,
            "kinds": EntityKind.choices,
            "legal": {str(status): True for status in transitions.ARTICLE_TRANSITIONS[article.review_status]},
            "standing": standing_of(article),
            "schedule": schedule_of(article),
            "may_open": holds(request.user, "articles.view_loggedaction"),
            "may_take_down": holds(request.user, TAKE_DOWN),
            "undoable": undoable(request, article, [entry.action for entry in page.history]),
            "may_change": may_change and not is_discarded,
            "may_publish": not lacks_publishing,
            "lacks_publishing": lacks_publishing,
            "may_restore": may_change and is_discarded,
        }

    def fields_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        with transaction.atomic():
            article = self.locked(request, object_id)
            typed = story_transitions.read_fields(request, article)
            if isinstance(typed, Answer):
                return self.answered(request, article, typed)
            if request.POST.get("step") == "edit":
                return self.page(request, article, Answer(FIELDS, "Nothing has been saved yet.", form=typed))
            waits = self.fields_check(request, article, typed)
            return waits or self.answered(request, article, story_transitions.save_fields(request, article, typed))

    def action_view(self, request: HttpRequest, object_id: int, action: DeskAction) -> HttpResponse:
        with transaction.atomic():
            article = self.locked(request, object_id)
            bound = action.bind(request, article, user=editor(request))
            return self.answered(
                request, article, story_transitions.change_status(request, article, bound, action.message)
            )

    def undo_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        with transaction.atomic():
            article = self.locked(request, object_id)
            return self.answered(request, article, undo_decision(request, article))

    def reject_unknown_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=True)
        return self.answered(request, article, decisions.reject_unknown(request, article))

    def next_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The next older draft, starting over with the newest."""
        here = self.one(request, str(object_id))
        following = next_draft(self.get_queryset(request), here.pk)
        if following is not None:
            return HttpResponseRedirect(change_url(following))
        self.message_user(request, "There is no other draft to review.")
        return HttpResponseRedirect(reverse("admin:articles_article_changelist"))

    def decide_view(self, request: HttpRequest, object_id: int, noun: str, fact_id: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=True)
        if request.headers.get("Accept") != "application/json":
            return self.answered(request, article, decisions.decide(request, article, noun, fact_id))
        before = review_page(article)
        answer = decisions.decide(request, article, noun, fact_id)
        article.refresh_from_db()
        after = review_page(article, {answer.anchor: answer})
        context = self.parts_context(request, article, after)
        return JsonResponse(changed_parts(request, before, after, answer, context), status=answer.status)

    def locked(self, request: HttpRequest, object_id: int) -> Article:
        """The story, locked until the transaction ends."""
        article = self.one(request, str(object_id), to_change=True)
        return Article.objects.select_for_update().get(pk=article.pk)

    def answered(self, request: HttpRequest, article: Article, answer: Answer) -> HttpResponse:
        """Show a refusal with the editor's input; after success redirect to the outcome on the page."""
        if answer.is_refusal:
            return self.page(request, Article.objects.select_related("outlet").get(pk=article.pk), answer)
        keep(request, answer)
        return _back(article, answer.anchor)

    def records_view(self, request: HttpRequest) -> HttpResponse:
        """Autocomplete for the name fields of the review page."""
        key = fold(request.GET.get("q", "")[:200]) if self.has_view_permission(request) else ""
        found = Entity.objects.filter(key__startswith=key)[:_SUGGESTED] if key else []
        items = [{"value": f"{one.name} #{one.pk}", "says": one.says} for one in labels_of(found).values()]
        return JsonResponse({"items": items})


def _forms_context(request: HttpRequest, article: Article, answer: Answer | None) -> dict[str, Any]:
    """The forms of the story fields and of the note on their change, with the editor's input if saving was refused."""
    is_refused = answer is not None and answer.is_refusal and request.method == "POST"
    return {
        "form": (answer and answer.form) or story_transitions.fields_form(article),
        "opened": story_transitions.fields_opened(article),
        "outlets": known_outlets(),
        "note_form": (sent_note_form if is_refused else change_note_form)(request, article),
        "note_count": article.correction_notes.count(),
    }


def _lacks_publishing(article: Article) -> str:
    """A sentence for an account without the right to publish."""
    verb = "correcting or withdrawing this story" if article.is_published else "publishing"
    return f"{verb.capitalize()} requires the right to publish (groups {' and '.join(groups_with(PUBLISH))})."


def _back(article: Article, anchor: str) -> HttpResponse:
    return HttpResponseRedirect(f"{change_url(article)}#{anchor}")
