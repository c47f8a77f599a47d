"""The tables of the state: their order, names and columns.

The order is the order of the root; a column's number is its place. `docs/reference/kernel.md`
says what each means. Row 0 of `counts` and of what follows it is internal: not in the root.
"""

from typing import Final

COUNTS: Final = 0
LEDGER: Final = 1
PARTICIPANTS: Final = 2
ACCOUNTS: Final = 3
ASSETS: Final = 4
EXTENTS: Final = 5
BALANCES: Final = 6
POSITIONS: Final = 7
HOLDS: Final = 8
MANDATES: Final = 9
RECORDS: Final = 10
ENTITLEMENTS: Final = 11
EVENTS: Final = 12
DOCUMENTS: Final = 13
ATTESTATIONS: Final = 14
REQUESTS: Final = 15

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "counts": ("rows",),
    "ledger": ("business_date",),
    "participants": ("state", "document"),
    "accounts": (
        *("owner", "kind", "attributes", "flags", "last_position", "positions"),
        *("code_0", "code_1", "code_2", "code_3"),
    ),
    "assets": (
        *("issuer", "decimals", "required", "issue_limit", "flags", "issuance"),
        *("first_extent", "last_extent", "positions", "sweep"),
        *("code_0", "code_1", "code_2", "code_3"),
    ),
    "extents": ("asset", "next", "used"),
    "balances": ("available", "guard"),
    "positions": ("held", "account", "pay_to", "flags", "previous", "salt_0", "salt_1"),
    "holds": (
        *("position", "credit", "remaining", "kind", "holder", "expiry", "height", "state"),
        *("post_0", "post_1", "post_2", "post_3", "void_0", "void_1", "void_2", "void_3"),
    ),
    "mandates": (
        *("position", "grantee", "remaining", "period_limit", "period_days"),
        *("used", "used_on", "expiry", "state"),
    ),
    "records": ("asset", "date", "first", "rows", "total", "closing"),
    "entitlements": ("position", "amount"),
    "events": (
        *("asset", "number", "kind", "mode", "amount", "denominator", "record_date"),
        *("payment_date", "paying", "suspense", "mandate", "record", "state"),
        *("last_status", "last_date"),
    ),
    "documents": (
        *("key_0", "key_1", "key_2", "key_3", "version"),
        *("value_0", "value_1", "value_2", "value_3"),
    ),
    "attestations": (
        *("provider", "kind", "target", "subject_0", "subject_1", "value"),
        *("valid_from", "valid_until", "digest_0", "digest_1", "digest_2", "digest_3", "height"),
    ),
    "requests": (
        *("participant", "request_0", "request_1"),
        *("envelope_0", "envelope_1", "envelope_2", "envelope_3"),
        *("valid_until", "height", "index", "status", "rows_applied"),
    ),
}
NAMES: Final = tuple(COLUMNS)

# ledger
LEDGER_BUSINESS_DATE: Final = 0
# participants
PARTICIPANT_STATE: Final = 0
PARTICIPANT_DOCUMENT: Final = 1
# accounts
ACCOUNT_OWNER: Final = 0
ACCOUNT_KIND: Final = 1
ACCOUNT_ATTRIBUTES: Final = 2
ACCOUNT_FLAGS: Final = 3
ACCOUNT_LAST_POSITION: Final = 4
ACCOUNT_POSITIONS: Final = 5
ACCOUNT_CODE: Final = 6
# assets
ASSET_ISSUER: Final = 0
ASSET_DECIMALS: Final = 1
ASSET_REQUIRED: Final = 2
ASSET_ISSUE_LIMIT: Final = 3
ASSET_FLAGS: Final = 4
ASSET_ISSUANCE: Final = 5
ASSET_FIRST_EXTENT: Final = 6
ASSET_LAST_EXTENT: Final = 7
ASSET_POSITIONS: Final = 8
ASSET_SWEEP: Final = 9
ASSET_CODE: Final = 10
# extents
EXTENT_ASSET: Final = 0
EXTENT_NEXT: Final = 1
EXTENT_USED: Final = 2
# balances
AVAILABLE: Final = 0
GUARD: Final = 1
# positions
POSITION_HELD: Final = 0
POSITION_ACCOUNT: Final = 1
POSITION_PAY_TO: Final = 2
POSITION_FLAGS: Final = 3
POSITION_PREVIOUS: Final = 4
POSITION_SALT: Final = 5
# holds
HOLD_POSITION: Final = 0
HOLD_CREDIT: Final = 1
HOLD_REMAINING: Final = 2
HOLD_KIND: Final = 3
HOLD_HOLDER: Final = 4
HOLD_EXPIRY: Final = 5
HOLD_HEIGHT: Final = 6
HOLD_STATE: Final = 7
HOLD_POST: Final = 8
HOLD_VOID: Final = 12
# mandates
MANDATE_POSITION: Final = 0
MANDATE_GRANTEE: Final = 1
MANDATE_REMAINING: Final = 2
MANDATE_PERIOD_LIMIT: Final = 3
MANDATE_PERIOD_DAYS: Final = 4
MANDATE_USED: Final = 5
MANDATE_USED_ON: Final = 6
MANDATE_EXPIRY: Final = 7
MANDATE_STATE: Final = 8
# records
RECORD_ASSET: Final = 0
RECORD_DATE: Final = 1
RECORD_FIRST: Final = 2
RECORD_ROWS: Final = 3
RECORD_TOTAL: Final = 4
RECORD_CLOSING: Final = 5
# entitlements
ENTITLEMENT_POSITION: Final = 0
ENTITLEMENT_AMOUNT: Final = 1
# events
EVENT_ASSET: Final = 0
EVENT_NUMBER: Final = 1
EVENT_KIND: Final = 2
EVENT_MODE: Final = 3
EVENT_AMOUNT: Final = 4
EVENT_DENOMINATOR: Final = 5
EVENT_RECORD_DATE: Final = 6
EVENT_PAYMENT_DATE: Final = 7
EVENT_PAYING: Final = 8
EVENT_SUSPENSE: Final = 9
EVENT_MANDATE: Final = 10
EVENT_RECORD: Final = 11
EVENT_STATE: Final = 12
EVENT_LAST_STATUS: Final = 13
EVENT_LAST_DATE: Final = 14
# documents
DOCUMENT_KEY: Final = 0
DOCUMENT_VERSION: Final = 4
DOCUMENT_VALUE: Final = 5
# attestations
ATTESTATION_PROVIDER: Final = 0
ATTESTATION_KIND: Final = 1
ATTESTATION_TARGET: Final = 2
ATTESTATION_SUBJECT: Final = 3
ATTESTATION_VALUE: Final = 5
ATTESTATION_VALID_FROM: Final = 6
ATTESTATION_VALID_UNTIL: Final = 7
ATTESTATION_DIGEST: Final = 8
ATTESTATION_HEIGHT: Final = 12
# requests
REQUEST_PARTICIPANT: Final = 0
REQUEST_ID: Final = 1
REQUEST_ENVELOPE: Final = 3
REQUEST_VALID_UNTIL: Final = 7
REQUEST_HEIGHT: Final = 8
REQUEST_INDEX: Final = 9
REQUEST_STATUS: Final = 10
REQUEST_ROWS_APPLIED: Final = 11

# Guard bits of a position
GUARD_CONTROLLER_MASK: Final = 0xFFFF
GUARD_DEBIT_FROZEN: Final = 1 << 16
GUARD_CREDIT_FROZEN: Final = 1 << 17
GUARD_INELIGIBLE: Final = 1 << 18
GUARD_ISSUANCE: Final = 1 << 19
GUARD_HEIGHT_SHIFT: Final = 24

# Flags of accounts and positions, of assets
FLAG_DEBIT_FROZEN: Final = 1
FLAG_CREDIT_FROZEN: Final = 2
ASSET_PAUSED_FLAG: Final = 1
ASSET_CLOSED_FLAG: Final = 2
ASSET_SWEEPING_FLAG: Final = 4

# Kinds and states
HOLD_BY_TIME: Final = 1
HOLD_BY_HOLDER: Final = 2
HOLD_BY_PROOF: Final = 3
HOLD_OPEN: Final = 1
HOLD_ENDED: Final = 2
MANDATE_ACTIVE: Final = 1
MANDATE_ENDED: Final = 2
PARTICIPANT_ACTIVE: Final = 1
PARTICIPANT_STOPPED: Final = 2
EVENT_RECORD_ONLY: Final = 0
EVENT_DISTRIBUTION: Final = 1
EVENT_REDEMPTION: Final = 2
EVENT_CONVERSION: Final = 3
EVENT_PENDING: Final = 1
EVENT_RECORDED: Final = 2
EVENT_PAID: Final = 3
EVENT_CONVERTED: Final = 4
MODE_TOTAL: Final = 1
MODE_RATE: Final = 2
MODE_RATE_OF_TOTAL: Final = 3
ACCOUNT_CLIENT: Final = 0
ACCOUNT_HOUSE: Final = 1
ACCOUNT_ISSUANCE: Final = 2
ACCOUNT_SUSPENSE: Final = 3
ATTESTATION_FACT: Final = 1
ATTESTATION_RESERVE: Final = 2
ATTESTATION_HOLDINGS: Final = 3
