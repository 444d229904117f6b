"""Staff draw a floor, look at the difference, publish it, go back, and take plans in and out as files."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as HttpClient
from django.urls import reverse

from accounts.models import User
from backoffice.editor_words import WORDS
from facilities.models import Facility, Floor, Occupancy, Room, Workstation
from floorplans.enums import DraftState
from floorplans.models import PlanBackground, PlanDraft, PlanVersion
from floorplans.queries.floors import open_draft
from local.paths import ROOT
from tests import answers
from tests.backoffice.conftest import page_of, said
from tests.conftest import HoldSeats, SignIn
from tests.floorplans.plans.halls import hall
from tests.floorplans.test_plan_versions import PNG


@pytest.fixture
def floor(cebu: Facility) -> Floor:
    return cebu.floors.get()


def url(name: str, floor: Floor, *args: object) -> str:
    return reverse(f"admin:floor-plan{name}", args=[floor.pk, *args])


def start(desk: HttpClient, floor: Floor) -> PlanDraft:
    desk.post(url("-start", floor))
    draft = open_draft(floor)
    assert draft is not None
    return draft


def save(desk: HttpClient, floor: Floor, draft: PlanDraft, document: Any, revision: int | None = None) -> Any:
    asked = {"draft": str(draft.pk), "revision": revision or draft.revision, "document": document}
    return desk.post(url("-save", floor), json.dumps(asked), content_type="application/json")


def publish(desk: HttpClient, floor: Floor) -> Any:
    seen = re.search(r'name="seen" value="(\w+)"', desk.get(url("-publish", floor)).content.decode())
    assert seen is not None
    return desk.post(url("-publish", floor), {"seen": seen[1], "note": "More light"})


def bring(desk: HttpClient, floor: Floor, content: str, **data: object) -> Any:
    return desk.post(url("", floor), {"file": SimpleUploadedFile("plan.json", content.encode()), **data})


def test_a_floor_is_drafted_saved_published_and_kept(desk: HttpClient, floor: Floor) -> None:
    assert "never published" in desk.get(url("", floor)).content.decode()
    draft = start(desk, floor)
    document = draft.document
    document["seats"][0]["x"] = 777
    answer = save(desk, floor, draft, document)
    assert answer.json() == {"revision": 2, "problems": []}
    shown = desk.get(url("-publish", floor)).content.decode()
    assert "1 seat moved or turned: A1." in shown
    assert 'data-mark="moved"' in shown
    assert publish(desk, floor).status_code == 302
    assert Workstation.objects.get(code="A1").x == 777
    home = desk.get(url("", floor)).content.decode()
    assert "More light" in home
    assert "Opal" in home
    assert "Version 1" in desk.get(url("-version", floor, 1)).content.decode()


def test_going_on_with_a_draft_begins_no_other(desk: HttpClient, floor: Floor) -> None:
    assert start(desk, floor) == start(desk, floor)
    assert desk.get(url("-edit", floor)).status_code == 200


def test_without_a_draft_there_is_nothing_to_draw_or_publish(desk: HttpClient, floor: Floor) -> None:
    for name in ("-edit", "-publish"):
        assert desk.get(url(name, floor)).headers["Location"] == url("", floor)


def test_an_old_version_comes_back_as_a_draft(desk: HttpClient, floor: Floor) -> None:
    start(desk, floor)
    publish(desk, floor)
    draft = start(desk, floor)
    save(desk, floor, draft, {**draft.document, "drawing": [{"kind": "plant", "x": 1, "y": 1}]})
    publish(desk, floor)
    assert "Walls, areas or labels" in desk.get(url("-version", floor, 1)).content.decode()
    assert desk.post(url("-restore", floor, 1)).headers["Location"] == url("-publish", floor)
    again = open_draft(floor)
    assert again is not None
    assert again.document == PlanVersion.objects.get(floor=floor, number=1).document
    assert said(desk, url("-restore", floor, 1))[-1:] == ["This floor has an open draft. Publish or discard it first."]
    assert said(desk, url("-discard", floor, again.pk))[-1:] == ["Discarded. The floor stays as it is."]


def test_what_somebody_else_saved_is_not_overwritten(desk: HttpClient, floor: Floor) -> None:
    draft = start(desk, floor)
    assert save(desk, floor, draft, draft.document).status_code == 200
    answer = save(desk, floor, draft, draft.document, revision=1)
    assert answer.status_code == 409
    assert "Opal has changed this draft since you opened it" in answer.json()["message"]


def test_what_cannot_be_read_is_refused_with_its_paths(desk: HttpClient, floor: Floor) -> None:
    draft = start(desk, floor)
    answer = save(desk, floor, draft, {**draft.document, "seats": [{"code": 3}]})
    assert answer.status_code == 422
    assert "seats[0].code" in {problem["path"] for problem in answer.json()["problems"]}
    for body in ("{", "[]", '{"draft": "x"}'):
        assert desk.post(url("-save", floor), body, content_type="application/json").status_code in {404, 422}


def test_a_promised_seat_is_named_with_its_booking_and_the_way_to_move_it(
    desk: HttpClient, floor: Floor, hold_seats: HoldSeats
) -> None:
    booking = hold_seats("A1")
    draft = start(desk, floor)
    document = {**draft.document, "seats": [seat for seat in draft.document["seats"] if seat["code"] != "A1"]}
    save(desk, floor, draft, document)
    answer = publish(desk, floor)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert page_of(booking) in shown
    assert "A1: leased, on hold or promised" in shown
    assert "More light" in shown
    assert Workstation.objects.get(code="A1").state == "in_service"


def test_a_let_room_taken_off_the_plan_has_one_row_for_each_booking_and_cannot_be_published(
    desk: HttpClient, floor: Floor, hold_seats: HoldSeats
) -> None:
    booking = hold_seats("A1", "A2")
    draft = start(desk, floor)
    document = draft.document
    hall = next(
        room["id"] for room in document["rooms"] if room["name"] == Workstation.objects.get(code="A1").room.name
    )
    document["rooms"] = [room for room in document["rooms"] if room["id"] != hall]
    lost = [seat for seat in document["seats"] if seat["room"] == hall]
    for seat in lost:
        seat["room"] = None
    codes = ", ".join(seat["code"] for seat in lost)
    [problem] = save(desk, floor, draft, document).json()["problems"]
    assert problem == {
        "path": codes,
        "message": "This seat is in no room. Move it into one, or draw a room around it.",
    }
    Occupancy.objects.update(purpose="lease", expires_at=None)
    shown = desk.get(url("-publish", floor)).content.decode()
    assert f"{len(lost)} seats in no room: {codes}." in shown
    assert "in another room:" not in shown
    assert shown.count("This seat is in no room") == 1
    [link] = re.findall(r'href="([^"]*/move-seats/[^"]*)"', shown)
    assert f"/{booking.pk}/changes/move-seats/?seats=A1&amp;seats=A2&amp;effective_on=" in link
    assert re.search(r'<button class="bo-button primary" type="submit" disabled', shown)
    assert "Not yet: somebody has seats that the draft takes away, and the plan has something to mend." in shown


def test_a_retired_room_is_listed_on_its_floor_and_comes_back_on_a_draft(
    desk: HttpClient, floor: Floor, hold_seats: HoldSeats, now: datetime
) -> None:
    hold_seats("S1", now=now - timedelta(days=60), start=date(2026, 10, 1), months=1, auto_renews=False)
    draft = start(desk, floor)
    suite = Room.objects.get(name="Suite")
    document = draft.document
    document["rooms"] = [room for room in document["rooms"] if room["name"] != "Suite"]
    document["seats"] = [seat for seat in document["seats"] if seat["code"][0] != "S"]
    save(desk, floor, draft, document)
    assert publish(desk, floor).status_code == 302
    assert "Retired rooms" in desk.get(url("", floor)).content.decode()
    of_it = reverse("admin:facilities_room_change", args=[suite.pk])
    assert "It is kept for the records" in desk.get(of_it).content.decode()
    assert desk.post(of_it, {"name": "Anew"}).status_code == 403
    rooms_of_the_floor = desk.get(reverse("admin:facilities_floor_change", args=[floor.pk])).content.decode()
    assert 'value="Suite"' not in rooms_of_the_floor
    seat_form = {"room": suite.pk, "code": "S9", "row": "S", "position": "9", "x": "5", "y": "5", "rotation": "0"}
    assert desk.post(reverse("admin:facilities_workstation_add"), seat_form).status_code == 200
    back = url("-room-back", floor, suite.pk)
    assert desk.post(back).headers["Location"] == url("-edit", floor)
    again = open_draft(floor)
    assert again is not None
    assert [seat["code"] for seat in again.document["seats"] if seat["room"] == str(suite.pk)] == ["S1"]
    assert publish(desk, floor).status_code == 302
    assert "Retired rooms" not in desk.get(url("", floor)).content.decode()
    assert desk.post(back).status_code == 404


def test_problems_are_listed_before_publishing(desk: HttpClient, floor: Floor) -> None:
    draft = start(desk, floor)
    document = draft.document
    document["seats"][0]["code"] = document["seats"][1]["code"]
    assert save(desk, floor, draft, document).json()["problems"] != []
    answer = publish(desk, floor)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "2 seats have this code" in shown
    assert "Not yet: the plan has something to mend." in shown


def test_what_was_taken_out_comes_back_unchanged(desk: HttpClient, floor: Floor) -> None:
    file = desk.get(url("-export", floor, "json")).content.decode()
    answer = bring(desk, floor, file)
    brought = PlanDraft.objects.get(state=DraftState.BROUGHT)
    assert answer.headers["Location"] == url("-brought", floor, brought.pk)
    shown = desk.get(answer.headers["Location"]).content.decode()
    assert "All of the file could be kept." in shown
    assert "Nothing: it is the floor as it stands." in shown
    assert brought.document == json.loads(file)


def test_a_hall_from_pretix_is_looked_at_adopted_and_published(desk: HttpClient, floor: Floor) -> None:
    bring(desk, floor, json.dumps(hall(rows=10, seats=12)))
    brought = PlanDraft.objects.get(state=DraftState.BROUGHT)
    page = url("-brought", floor, brought.pk)
    shown = desk.get(page).content.decode()
    assert "Categories are prices in pretix" in shown
    assert "240 seats added" in shown
    assert Workstation.objects.filter(room__floor=floor).count() == 12
    assert desk.post(page).headers["Location"] == url("-edit", floor)
    assert publish(desk, floor).status_code == 302
    assert Workstation.objects.filter(room__floor=floor).count() == 240
    back = json.loads(desk.get(url("-export", floor, "pretix")).content)
    assert sum(len(row["seats"]) for zone in back["zones"] for row in zone["rows"]) == 240


def test_a_drawing_of_ours_comes_back_unchanged_and_anothers_is_looked_at(desk: HttpClient, floor: Floor) -> None:
    drawn = desk.get(url("-export", floor, "svg")).content.decode()
    page = desk.get(bring(desk, floor, drawn).headers["Location"]).content.decode()
    assert "seat removed" not in page
    assert "seat added" not in page
    assert "moved or" not in page
    sketch = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2000 1000">'
        '<rect id="room-Annex" width="900" height="500"/>'
        '<g id="seats"><rect id="seat-X1" x="100" y="200" width="120" height="60"/></g></svg>'
    )
    page = desk.get(bring(desk, floor, sketch, centimetres="1").headers["Location"]).content.decode()
    assert "1 seat added: X1." in page
    assert "Room added: Annex." in page
    wrong = bring(desk, floor, sketch.replace('x="100"', 'x="a"'))
    assert wrong.status_code == 422
    assert "seat-X1" in wrong.content.decode()


def test_a_wrong_file_is_answered_with_everything_wrong_in_it(desk: HttpClient, floor: Floor) -> None:
    value = hall(rows=1, seats=2)
    value["zones"][0]["rows"][0]["seats"][1]["position"] = None
    answer = bring(desk, floor, json.dumps(value))
    assert answer.status_code == 422
    assert "zones[0].rows[0].seats[1].position" in answer.content.decode()
    assert bring(desk, floor, "no plan").status_code == 422
    assert not PlanDraft.objects.exists()


@pytest.mark.parametrize("wanted", ["", "?version=draft", "?version=1"])
@pytest.mark.parametrize("kind", ["json", "pretix", "svg"])
def test_plans_are_given_out(desk: HttpClient, floor: Floor, kind: str, wanted: str) -> None:
    start(desk, floor)
    publish(desk, floor)
    answer = desk.get(url("-export", floor, kind) + wanted)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="ceb-level-1')
    assert "A1" in answer.content.decode()


def test_there_is_no_other_format_and_no_other_version(desk: HttpClient, floor: Floor) -> None:
    for asked in ("exe", "json/?version=7", "json/?version=x"):
        path = url("-export", floor, "json").replace("json/", asked.rstrip("/") if "?" in asked else f"{asked}/")
        assert desk.get(path).status_code == 404


def test_a_picture_to_trace_is_kept_and_shown(desk: HttpClient, floor: Floor) -> None:
    answer = desk.post(url("-pictures", floor), {"file": SimpleUploadedFile("scan.png", PNG)}).json()
    assert (answer["width"], answer["height"]) == (640, 480)
    shown = desk.get(url("-picture", floor, answer["id"]))
    assert shown["Content-Type"] == "image/png"
    assert "sandbox" in shown["Content-Security-Policy"]
    assert b"".join(shown.streaming_content) == PNG  # type: ignore[attr-defined]
    refused = desk.post(url("-pictures", floor), {"file": SimpleUploadedFile("scan.png", b"<svg/>")})
    assert refused.status_code == 422
    assert "no picture" in refused.json()["message"]
    PlanBackground.objects.get().file.delete()


def test_a_drawing_is_kept_to_trace_and_runs_nothing(desk: HttpClient, floor: Floor) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="10cm" height="50"><script>alert(1)</script></svg>'
    answer = desk.post(url("-pictures", floor), {"file": SimpleUploadedFile("level.svg", drawing)}).json()
    assert (answer["width"], answer["height"]) == (378, 50)
    shown = desk.get(url("-picture", floor, answer["id"]))
    assert shown["Content-Type"] == "image/svg+xml"
    assert "default-src 'none'" in shown["Content-Security-Policy"]
    assert "sandbox" in shown["Content-Security-Policy"]
    assert b"".join(shown.streaming_content) == drawing  # type: ignore[attr-defined]
    PlanBackground.objects.get().file.delete()
    entities = b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>'
    refused = desk.post(url("-pictures", floor), {"file": SimpleUploadedFile("level.svg", entities)})
    assert refused.status_code == 422


def test_whoever_may_not_draw_may_not(sign_in: SignIn, nils: User, floor: Floor) -> None:
    browser = sign_in(nils)
    for name in ("", "-edit", "-publish"):
        assert browser.get(url(name, floor)).status_code == 403
    for name in ("-start", "-save", "-pictures"):
        assert browser.post(url(name, floor)).status_code == 403


def test_the_floor_and_its_facility_lead_to_the_plan(desk: HttpClient, floor: Floor) -> None:
    for noun, pk in (("floor", floor.pk), ("facility", floor.facility_id)):
        page = desk.get(reverse(f"admin:facilities_{noun}_change", args=[pk])).content.decode()
        assert url("", floor) in page, noun


def test_every_word_of_the_editor_can_be_translated() -> None:
    scripts = (ROOT / "backoffice/static/backoffice/editor").glob("*.js")
    said = {
        words
        for script in scripts
        for words in re.findall(r'\bt\(\s*"([^"]+)"|does: "([^"]+)"', script.read_text())
        for words in words
        if words
    }
    assert said - set(WORDS) == set()
    assert set(WORDS) - said <= {"moved", "resized", "wall", "window", "door", "area", "plant", "label"}


def test_looking_at_a_floor_costs_the_same_for_few_and_many_seats(
    desk: HttpClient, floor: Floor, cebu: Facility, django_assert_max_num_queries: Any
) -> None:
    room = floor.rooms.get(name="Main floor")
    with django_assert_max_num_queries(25):
        assert "A1" in answers.page(desk.get(url("", floor)))
    Workstation.objects.bulk_create(
        Workstation(facility=cebu, room=room, code=f"N{number}", x=number, y=900) for number in range(300)
    )
    with django_assert_max_num_queries(25):
        assert "N299" in answers.page(desk.get(url("", floor)))
