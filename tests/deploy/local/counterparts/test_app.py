"""The shell: services apart by their path, each with its own folder, told to the product by variables."""

import json
import urllib.error
import urllib.request

import pytest

from deploy.local.counterparts import app
from tests.counterparts import SECRET, Counterparts


def test_an_unknown_service_is_said_to_be_none(counterparts: Counterparts):
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(f"{counterparts.origin}/nowhere/x", timeout=5)
    assert refusal.value.code == 404
    assert json.loads(refusal.value.read())["error"] == "no such service"
    refusal.value.close()


def test_every_service_says_which_variables_lead_to_it():
    told = app.environment("http://127.0.0.1:9", SECRET)
    assert told["TWILIO_API_BASE"] == "http://127.0.0.1:9/twilio"
    names = [set(one.environment("http://x", SECRET)) for one in app.SERVICES]
    assert sum(map(len, names)) == len(set().union(*names))  # no two say the same one


def test_of_a_real_service_nothing_is_told():
    told = app.environment("http://127.0.0.1:9", SECRET, real=["twilio"])
    assert not [name for name in told if name.startswith("TWILIO")]


def test_two_stacks_have_different_accounts():
    one, two = app.environment("http://x", "one"), app.environment("http://x", "two")
    assert one["TWILIO_ACCOUNT_SID"] != two["TWILIO_ACCOUNT_SID"]
    assert one["TWILIO_AUTH_TOKEN"] != two["TWILIO_AUTH_TOKEN"]
