"""INTENT_MALFORMED names no field; the commands look into the envelope once more and do."""

from dataclasses import replace

import pytest

from praya.base.catalogue import LANGUAGES, say
from praya.base.errors import PrayaError
from praya.base.signing import Suite
from praya.base.status import Status
from praya.dev.commands.flaws_told import flaws_behind, flaws_data, show_flaws
from praya.dev.commands.terminal import Terminal
from praya.intents.settlement.transfer import Transfer
from praya.node.execution import Answer
from praya.sdk.institution import Institution, Ticket, make_intent
from praya.vault.keyring import Keyring

PAY = Transfer("HKD", "40.00", "BANKA.HOUSE", "BANKA.C1", "rent")
MALFORMED = Answer(Status.INTENT_MALFORMED, 1, 0)
TICKET = Ticket(bytes(32), 1_800_000_000_000)


@pytest.fixture(scope="module")
def bank() -> Institution:
    return Institution("BANKA", Keyring.generate(Suite.ED25519, "BANKA"))


def test_a_request_with_a_flaw_is_not_signed(bank: Institution) -> None:
    wrong = replace(PAY, amount="forty", source="two words")
    with pytest.raises(PrayaError) as refused:
        make_intent(TICKET, [bank], wrong)
    assert refused.value.code == "REQUEST_FLAWED"
    assert "source: a code of 1 to 32" in str(refused.value)


def test_only_a_malformed_answer_has_flaws(bank: Institution) -> None:
    data = make_intent(TICKET, [bank], PAY)
    assert flaws_behind(data, replace(MALFORMED, status=Status.APPLIED), None) is None
    assert flaws_behind(data, replace(MALFORMED, status=Status.ASSET_UNKNOWN), None) is None
    assert flaws_behind(data, MALFORMED, None) == []
    assert flaws_behind(b"no envelope", MALFORMED, None) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hint_is_given_where_no_field_is_at_fault(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal(language)
    show_flaws(terminal, "pay.env", [])
    assert say("flaw.unnamed", language) in capsys.readouterr().out
    show_flaws(terminal, "pay.env", None)
    assert capsys.readouterr().out == ""
    assert flaws_data(terminal, None) == {}
