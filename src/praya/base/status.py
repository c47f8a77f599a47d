"""Every answer a ledger can give to an envelope or a row, as a number.

A refusal is an answer, not a failure: it is stored, hashed into the block and explained from the
catalogue. Numbers are never changed or given twice; what is retired keeps its number.

Precedence is the number: where several refusals hold for one row (or one envelope), the smallest
is given. A bug is never a status, see `praya.base.errors.require`.
"""

from enum import IntEnum


class Status(IntEnum):
    """What became of an envelope (1-99) or of a row (100-199); 0 is applied."""

    APPLIED = 0

    # The envelope as bytes, then who sent it, then whether it came before.
    ENVELOPE_MALFORMED = 1
    PROTOCOL_UNKNOWN = 2
    WRONG_CHAIN = 3
    SECTION_DIFFERS = 4
    ENVELOPE_EXPIRED = 5
    VALIDITY_TOO_LONG = 6
    VERB_UNKNOWN = 7
    PARTICIPANT_UNKNOWN = 8
    PARTICIPANT_SUSPENDED = 9
    LICENCE_LAPSED = 10
    VERB_NOT_PERMITTED = 11
    SIGNATURE_INVALID = 12
    POLICY_NOT_MET = 13
    REQUEST_ID_REUSED = 14
    QUOTA_EXCEEDED = 15
    TOO_MANY_REQUESTS = 16
    ENVELOPE_SKIPPED = 17
    ENVELOPE_REPEATED = 18
    BATCH_MALFORMED = 19
    DECIMALS_DIFFER = 20
    CONTROL_TOTAL_DIFFERS = 21

    # A request in the words of the business that documents and registers refuse.
    INTENT_MALFORMED = 50
    ACCOUNT_UNKNOWN = 51
    ASSET_UNKNOWN = 52
    POSITION_UNKNOWN = 53
    DOCUMENT_UNKNOWN = 54
    CALENDAR_UNKNOWN = 55
    INSTRUMENT_UNKNOWN = 56
    ACCOUNT_EXISTS = 57
    ASSET_EXISTS = 58
    PARTICIPANT_EXISTS = 59
    NOT_CONTROLLED = 60
    NOT_ISSUER = 61
    TERMS_INVALID = 62
    KEYS_INVALID = 63
    DATE_NOT_NEXT = 64
    SETTLEMENT_DATE_DIFFERS = 65
    ATTESTATION_DIFFERS = 66
    LOWERING_LIMIT = 67
    RECEIPT_USED = 68
    INSTRUMENT_DIFFERS = 69

    # A row: its form, what it names, who may, what state forbids, what the funds allow.
    OPERATION_UNKNOWN = 100
    OPERATION_NOT_PERMITTED = 101
    OPERANDS_MALFORMED = 102
    AMOUNT_NOT_POSITIVE = 103
    SAME_POSITION = 104
    PARTICIPANT_NOT_FOUND = 105
    ACCOUNT_NOT_FOUND = 106
    ASSET_NOT_FOUND = 107
    DEBIT_NOT_FOUND = 108
    CREDIT_NOT_FOUND = 109
    HOLD_NOT_FOUND = 110
    HOLD_CLOSED = 111
    EVENT_NOT_FOUND = 112
    RECORD_NOT_FOUND = 113
    DOCUMENT_NOT_FOUND = 114
    ATTESTATION_NOT_FOUND = 115
    POSITION_TOO_NEW = 116
    MANDATE_NOT_FOUND = 117
    MANDATE_OTHER_POSITION = 118
    MANDATE_NOT_GRANTED = 119
    MANDATE_REVOKED = 120
    MANDATE_EXPIRED = 121
    PROOF_REQUIRED = 122
    PROOF_DIFFERS = 123
    NOT_AUTHORISED = 124
    HOLD_EXPIRED = 125
    CREDIT_DIFFERS = 126
    ASSETS_DIFFER = 127
    ASSET_CLOSED = 128
    ASSET_PAUSED = 129
    DEBIT_FROZEN = 130
    CREDIT_FROZEN = 131
    CREDIT_INELIGIBLE = 132
    NOT_HOLDABLE = 133
    POSITION_EXISTS = 134
    TOO_MANY_POSITIONS = 135
    ISSUANCE_EXISTS = 136
    EVENT_EXISTS = 137
    EVENT_DONE = 138
    EVENT_NOT_CLOSING = 139
    DATE_OUT_OF_ORDER = 140
    DOCUMENT_CHANGED = 141
    ATTESTATION_STALE = 142
    STATE_UNCHANGED = 143
    EXCEEDS_HOLD = 144
    MANDATE_EXCEEDED = 145
    OVERFLOW = 146
    EXCEEDS_ISSUE_LIMIT = 147
    EXCEEDS_AVAILABLE = 148
    GROUP_FAILED = 199
