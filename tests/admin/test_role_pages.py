"""Roles of people at the desk: listed with what they rest on, added with evidence, changed, removed and restored."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from articles.desk import sourced_roles
from articles.desk.groups import create_groups
from articles.models import LoggedAction, Membership
from tests import builders
from tests.admin.forms import form_on

pytestmark = pytest.mark.django_db
SOURCE = {
    "role": "Chair", "as_of": "2024-03", "source": "Register of councils", "source_url": "https://register.example/7"
}  # fmt: skip


@pytest.fixture
def council():
    return builders.an_organization("United Council")


@pytest.fixture
def person():
    return builders.a_person("Jane Doe")


@pytest.fixture
def story(person):
    article = builders.an_article("Road opens", "Ports closed. Jane Doe, head of the council, spoke.", status="draft")
    article.body[0]["sentences"] = [[0, 13], [14, 51]]
    article.save()
    builders.mention(article, person)
    return article


def page_of(name, *args):
    return reverse(f"admin:articles_person_{name}", args=[getattr(one, "pk", one) for one in args])


def text_of(response):
    return " ".join(response.content.decode().split())


def test_the_page_of_a_person_lists_each_role_with_what_it_rests_on(desk, editor, person, council, story):
    sourced_roles.add_role(person, {**SOURCE, "organization": council}, user=editor)
    builders.a_role(person, "Member", council, end_date="2019", source="Wikidata")
    builders.a_role(person, "Treasurer", council, end_date="2012")
    builders.a_role(person, "Clerk", council, article=story, block=0, start=24, end=28, text="head")
    for address in (page_of("change", person), page_of("roles", person)):
        page = text_of(desk.get(address))
        assert 'href="https://register.example/7" rel="noopener external"' in page
        assert "Reference data: <bdi>Wikidata</bdi>" in page
        assert page.count("This role rests on no evidence") == 1
        assert "Jane Doe, head of the council, spoke." in page
        assert "the story is not published" in page
    listed = text_of(desk.get(reverse("admin:articles_organization_roles", args=[council.pk])))
    assert "Jane Doe</bdi></b>, Chair" in listed


def test_a_role_is_added_with_a_sentence_of_a_story(desk, editor, person, council, story):
    chosen = text_of(desk.get(page_of("add_role", person)))
    assert f'href="?story={story.pk}"' in chosen
    address = f"{page_of('add_role', person)}?story={story.pk}"
    form = form_on(desk.get(address), "")
    sent = {
        **form, "sentence": "0:14", "printed": "head of the council", "role": "Head",
        "organization_name": f"United Council #{council.pk}",
    }  # fmt: skip
    response = desk.post(address, sent, follow=True)
    assert response.redirect_chain == [(page_of("roles", person), 302)]
    [role] = Membership.objects.all()
    assert (role.text, role.role, role.organization_id, role.person_id) == (
        "head of the council", "Head", council.pk, person.pk
    )  # fmt: skip
    assert story.text_of(role.block)[role.start : role.end] == role.text
    assert (role.status, role.decided_by) == ("accepted", editor)
    assert LoggedAction.objects.get(action="fact.add").fact_id == role.pk


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sentence": ""}, "Choose the sentence"),
        ({"sentence": "0:3"}, "Select a valid choice"),
        ({"printed": ""}, "Copy the words of the role"),
        ({"printed": "Ports"}, "not in the sentence you chose"),
        ({"start_date": "2016-13"}, "that exists"),
        ({"start_date": "2017", "end_date": "2016"}, "cannot end before it begins"),
        ({"organization_name": "#999999"}, "No record has this number"),
    ],
    ids=str,
)
def test_a_role_without_its_words_in_a_sentence_is_refused_and_nothing_typed_is_lost(
    desk, person, story, changes, sentence
):
    address = f"{page_of('add_role', person)}?story={story.pk}"
    sent = {"sentence": "0:14", "printed": "head of the council", "role": "Head", **changes}
    response = desk.post(address, sent)
    assert response.status_code == 400
    assert sentence in text_of(response)
    assert 'value="Head"' in text_of(response)
    assert not Membership.objects.exists()


def test_a_role_is_added_with_another_source(desk, person, council):
    address = f"{page_of('add_role', person)}?source"
    sent = {**form_on(desk.get(address), ""), **SOURCE, "organization_name": "United Council", "start_date": "2023"}
    assert desk.post(address, sent).status_code == 302
    [role] = Membership.objects.all()
    assert (role.source, role.source_url, role.as_of, role.organization_id) == (
        "Register of councils", "https://register.example/7", "2024-03", council.pk
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"source": ""}, "a role without evidence is not recorded"),
        ({"source_url": "register.example"}, "beginning with https://"),
        ({"source_url": "data:text/html,x"}, "beginning with https://"),
        ({"as_of": ""}, "when the role ended"),
        ({"organization_name": "Nobody"}, "No record has the name Nobody"),
    ],
    ids=str,
)
def test_a_role_without_a_complete_source_is_refused(desk, person, changes, sentence):
    response = desk.post(f"{page_of('add_role', person)}?source", {**SOURCE, **changes})
    assert response.status_code == 400
    assert sentence in text_of(response)


def test_further_evidence_begins_with_what_is_known_of_the_role(desk, editor, person, council):
    role = sourced_roles.add_role(person, {**SOURCE, "organization": council, "start_date": "2020"}, user=editor)
    page = desk.get(page_of("role", person, role)).content.decode()
    assert f'{page_of("add_role", person)}?like={role.pk}"' in page
    form = form_on(desk.get(f"{page_of('add_role', person)}?source&like={role.pk}"), "")
    assert (form["role"], form["organization_name"], form["start_date"], form["source"]) == (
        "Chair", f"United Council #{council.pk}", "2020", ""
    )  # fmt: skip


def test_a_role_is_ended_removed_with_a_reason_and_restored(desk, editor, person):
    role = sourced_roles.add_role(person, SOURCE, user=editor)
    address = page_of("role", person, role)
    desk.post(address, form_on(desk.get(address), "") | {"end_date": "2024-05"})
    role.refresh_from_db()
    assert role.end_date == "2024-05"
    refused = desk.post(address, form_on(desk.get(address), "") | {"action": "remove"})
    assert (refused.status_code, "State the reason" in text_of(refused)) == (409, True)
    desk.post(address, form_on(desk.get(address), "") | {"action": "remove", "reason": "Another person"})
    role.refresh_from_db()
    assert role.status == "rejected"
    assert "Removed" in text_of(desk.get(page_of("roles", person)))
    desk.post(address, form_on(desk.get(address), "") | {"action": "restore"})
    role.refresh_from_db()
    assert role.status == "accepted"


def test_a_role_of_a_story_is_changed_removed_and_restored_by_the_rules_of_findings(desk, editor, person, story):
    role = builders.a_role(person, "head", article=story, block=0, start=24, end=28, text="head")
    address = page_of("role", person, role)
    desk.post(address, form_on(desk.get(address), "") | {"role": "Head of the council"})
    assert LoggedAction.objects.get(action="fact.change").after["role"] == "Head of the council"
    assert desk.post(address, form_on(desk.get(address), "") | {"action": "remove"}).status_code == 409
    desk.post(address, form_on(desk.get(address), "") | {"action": "remove", "reason": "Another person"})
    assert LoggedAction.objects.get(action="fact.reject").source == "Another person"
    desk.post(address, form_on(desk.get(address), "") | {"action": "restore"})
    role.refresh_from_db()
    assert role.status == "accepted"


def test_the_second_editor_of_a_role_sees_both_values_and_chooses(desk, editor, person):
    role = sourced_roles.add_role(person, SOURCE, user=editor)
    address = page_of("role", person, role)
    opened = form_on(desk.get(address), "")
    colleague = User.objects.create_user("colleague")
    sourced_roles.change_role(role.pk, {"end_date": "2023"}, user=colleague)
    response = desk.post(address, opened | {"end_date": "2024", "start_date": "2020"})
    page = text_of(response)
    assert (response.status_code, "Saved by colleague" in page) == (409, True)
    role.refresh_from_db()
    assert (role.end_date, role.start_date) == ("2023", "")
    again = form_on(response, "")
    assert (again["start_date"], again["keep-end_date"]) == ("2020", "typed")
    desk.post(address, again | {"keep-end_date": "saved"})
    role.refresh_from_db()
    assert (role.end_date, role.start_date) == ("2023", "2020")


def test_a_role_that_somebody_changed_is_not_removed_unseen(desk, editor, person):
    role = sourced_roles.add_role(person, SOURCE, user=editor)
    address = page_of("role", person, role)
    opened = form_on(desk.get(address), "")
    sourced_roles.change_role(role.pk, {"end_date": "2023"}, user=User.objects.create_user("colleague"))
    assert desk.post(address, opened | {"action": "remove", "reason": "Wrong"}).status_code == 409
    role.refresh_from_db()
    assert role.status == "accepted"


def test_a_role_of_a_published_story_is_changed_only_with_the_right_to_publish(client, person):
    create_groups()
    writer = User.objects.create_user("writer", is_staff=True)
    writer.groups.add(Group.objects.get(name="Editor"))
    client.force_login(writer)
    role = builders.a_role(person, "head", article=builders.an_article("News", "A head spoke."), text="A")
    assert client.get(page_of("role", person, role)).status_code == 403
    assert client.get(page_of("roles", person)).status_code == 200


@pytest.mark.parametrize("story", ["0", "x", "9" * 30])
def test_a_story_that_does_not_exist_is_not_found(desk, person, story):
    assert desk.get(f"{page_of('add_role', person)}?story={story}").status_code == 404


def test_a_role_of_another_person_is_not_found(desk, editor, person):
    role = sourced_roles.add_role(builders.a_person("Somebody"), SOURCE, user=editor)
    assert desk.get(page_of("role", person, role)).status_code == 404


@pytest.mark.parametrize(("value", "shown"), [("no_evidence", ["Compiled"]), ("none", ["Nobody", "Removed"])])
def test_people_are_filtered_by_roles_without_evidence_and_without_a_role(desk, editor, value, shown):
    people = {name: builders.a_person(name) for name in ("Compiled", "Listed", "Nobody", "Removed", "Stated", "Told")}
    builders.a_role(people["Compiled"], "Chair", end_date="2019")
    builders.a_role(people["Listed"], "Chair", end_date="2019", source="Wikidata")
    builders.a_role(people["Removed"], "Chair", end_date="2019", status="rejected")
    sourced_roles.add_role(people["Stated"], SOURCE, user=editor)
    builders.a_role(people["Told"], "Chair", article=builders.an_article())
    response = desk.get(reverse("admin:articles_person_changelist"), {"roles": value})
    assert sorted(person.name for person in response.context["cl"].result_list) == shown
