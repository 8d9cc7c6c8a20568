from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


def test_guessing_passwords_requires_waiting(site, new_context):
    page = new_context().new_page()
    page.goto(f"{site.url}/admin/login/")
    for _ in range(6):
        page.fill("input[name=username]", "guessed")
        page.fill("input[name=password]", "not the password")
        page.click("[type=submit]")
    assert "Too many failed logins. Try again in 15 minutes" in page.inner_text(".errornote")


def test_an_upload_that_is_too_large_is_refused_in_a_sentence(site, editor, tmp_path):
    page = editor("/admin/articles/importitem/add/", refusal=413)
    files = []
    for number in range(3):
        files.append(tmp_path / f"archive{number}.warc")
        with files[-1].open("wb") as file:
            file.truncate(99 * 1024 * 1024)
    page.set_input_files("input[type=file]", files)
    with page.expect_response("**/importitem/add/") as answer:
        page.click("text=Read the files")
    assert answer.value.status == 413
    page.wait_for_url("**/importitem/add/")
    assert "accepts up to 251.0" in page.inner_text("body")
