"""What is built is what Slack sends: signed, of the right shape, and read back by slack's own code."""

import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk.signature import Clock, SignatureVerifier

from tests.doubles import payloads
from tests.doubles.forms import filled, pressed

VIEW: dict[str, Any] = {
    "id": "V1",
    "type": "modal",
    "callback_id": "visits:save",
    "blocks": [
        {
            "type": "input",
            "block_id": "org",
            "label": {"type": "plain_text", "text": "Organisation"},
            "element": {"type": "plain_text_input", "action_id": "value", "initial_value": "old"},
        },
        {
            "type": "input",
            "block_id": "kinds",
            "label": {"type": "plain_text", "text": "Kinds"},
            "element": {
                "type": "multi_static_select",
                "action_id": "value",
                "options": [
                    {"text": {"type": "plain_text", "text": word}, "value": word[0]} for word in ("one", "two")
                ],
            },
        },
        {
            "type": "actions",
            "block_id": "more",
            "elements": [{"type": "button", "action_id": "add", "text": {"type": "plain_text", "text": "Add"}}],
        },
    ],
}
MESSAGE = {"ts": "1.1", "text": "card", "blocks": VIEW["blocks"][2:]}


class Still(Clock):
    """The time of the signature, and some seconds."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds

    def now(self) -> float:
        return self.seconds


BUILT = {
    "command": payloads.command("/visit", "대한정밀: 수주"),
    "button": payloads.button(MESSAGE, "Add"),
    "view button": payloads.view_button(VIEW, "Add"),
    "submission": payloads.submission(VIEW, {"Organisation": "new"}),
    "closed": payloads.closed(VIEW),
    "suggestion": payloads.suggestion(VIEW, "org:find", "대한"),
    "shortcut": payloads.shortcut("visits:from_message", "text"),
    "mention": payloads.mention("visit x"),
    "message": payloads.message("방문 x"),
    "home": payloads.home_opened(),
    "join": payloads.team_join({"id": "U0NEW"}),
    "change": payloads.user_change({"id": "U0ARA", "deleted": True}),
}


@pytest.mark.parametrize("name", BUILT)
def test_every_payload_is_signed_and_found_by_bolt(name: str) -> None:
    body, headers = payloads.http(BUILT[name])
    app = App(
        signing_secret=payloads.SECRET,
        token="xoxb-test",
        token_verification_enabled=False,
        process_before_response=True,
    )
    answer = app.dispatch(BoltRequest(body=body, headers=headers))
    assert answer.status != 401
    request = BoltRequest(body=body, headers=headers)
    assert request.context.team_id == payloads.TEAM
    assert request.context.user_id in ("U0ARA", "U0NEW")


@pytest.mark.parametrize(("age", "taken"), [(0, True), (299, True), (300, True), (301, False)])
def test_a_signature_is_good_for_five_minutes(age: int, taken: bool) -> None:
    body, headers = payloads.http(payloads.command("/visit"), timestamp=1_000_000)
    verifier = SignatureVerifier(payloads.SECRET, Still(1_000_000 + age))
    assert verifier.is_valid_request(body, {name.lower(): str(value) for name, value in headers.items()}) is taken


def test_the_body_of_an_interaction_is_a_form_with_json_inside() -> None:
    body, _ = payloads.http(BUILT["submission"])
    payload = json.loads(parse_qs(body)["payload"][0])
    assert payload["view"]["state"]["values"]["org"]["value"]["value"] == "new"


def test_an_untouched_field_keeps_what_it_held() -> None:
    values = filled(VIEW)
    assert values["org"]["value"] == {"type": "plain_text_input", "value": "old"}
    assert values["kinds"]["value"]["selected_options"] == []
    assert filled(VIEW, {"org": None})["org"]["value"]["value"] is None


def test_options_are_named_by_text_or_value() -> None:
    for typed in (["two"], ["t"]):
        [option] = filled(VIEW, {"Kinds": typed})["kinds"]["value"]["selected_options"]
        assert option["value"] == "t"


def test_what_is_not_there_cannot_be_typed_or_pressed() -> None:
    with pytest.raises(LookupError, match="no field"):
        filled(VIEW, {"Colour": "red"})
    with pytest.raises(LookupError, match="no option"):
        filled(VIEW, {"Kinds": ["three"]})
    with pytest.raises(LookupError, match="0 elements called 'Remove'"):
        pressed(VIEW["blocks"], "Remove")


def test_envelopes_say_whether_an_answer_may_come_with_the_ack() -> None:
    assert payloads.envelope(BUILT["command"])["accepts_response_payload"]
    assert not payloads.envelope(BUILT["mention"])["accepts_response_payload"]


@pytest.mark.skipif(not payloads.RECORDED.exists(), reason="the recorded payloads are not at hand (MUSTER_PAYLOADS)")
def test_recordings_are_filled_and_addressed_to_us() -> None:
    found = dict(payloads.recorded())
    assert len(found) > 10
    assert {payloads.kind(payload) for payload in found.values()} == {"events_api", "slash_commands", "interactive"}
    for payload in found.values():
        body, headers = payloads.http(payload)
        assert BoltRequest(body=body, headers=headers).context.team_id
