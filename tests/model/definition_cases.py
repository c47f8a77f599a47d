"""Cases of OPEN, SET, DEFINE and papers, derived by hand from the text; see script.py."""

DEFINITION_CASES = {
    "a reference names the result of an earlier row": """
        DEFINE 1 2 1
        + 0 0 0
        + 9 0 0
        + 0 0 0
        OPEN -2 0 0
        + 1 2 3
        MOVE 1 -6 10
        HOLD -6 -3 5 => CREDIT_NOT_FOUND
        + 2 2 0
        HOLD -6 -1 5
        + 2 2 0
        POST -11 1 2
        MOVE -100 1 1 => DEBIT_NOT_FOUND
        MOVE -15 1 1 => DEBIT_NOT_FOUND
        MOVE -3 1 1 => DEBIT_NOT_FOUND
        SET 4 -6 -6
        SET 4 1 -3 => CREDIT_NOT_FOUND
        SET 4 1 1099511627776 => CREDIT_NOT_FOUND
        SET 4 1 -9223372036854775808 => CREDIT_NOT_FOUND
        = 3 available=5 held=3 pay_to=3 salt_0=8589934593 salt_1=3
        = 1 available=92
    """,
    "a number given inside a refused group was never given": """
        DEFINE 1 2 1 g=1 => GROUP_FAILED
        + 0 0 0 => GROUP_FAILED
        + 9 0 0 => GROUP_FAILED
        + 0 0 0 => GROUP_FAILED
        OPEN -2 0 0 g=1 => GROUP_FAILED
        + 0 0 0 => GROUP_FAILED
        MOVE 1 -6 1000 g=1 => EXCEEDS_AVAILABLE
        MOVE 1 -6 1 => CREDIT_NOT_FOUND
        DEFINE 1 3 1
        + 0 0 0
        + 9 0 0
        + 0 0 0
        OPEN 3 0 0
        + 0 0 0
        = 3 available=0 account=3
    """,
    "an account has one position in an asset, an asset one issuance": """
        OPEN 9 0 0 => ACCOUNT_NOT_FOUND
        + 0 0 0
        OPEN 1 9 0 => ASSET_NOT_FOUND
        + 0 0 0
        OPEN 1 0 0 => POSITION_EXISTS
        + 0 0 0
        OPEN 1 0 1 => NOT_AUTHORISED
        + 0 0 0
        OPEN 0 0 1 => POSITION_EXISTS
        + 0 0 0
        OPEN 1 0 2 => OPERANDS_MALFORMED
        + 0 0 0
        OPEN 1 0 0 => OPERANDS_MALFORMED
        OPEN 1 0 0 a=1 => OPERANDS_MALFORMED
        + 0 0 0
        DEFINE 1 1 0
        + 0 0 0
        + 5 0 0
        + 0 0 0
        OPEN 3 0 1 => ISSUANCE_EXISTS
        + 0 0 0
    """,
    "a mandate counts, by period too": """
        DEFINE 3 1 60
        + 3 10 25
        + 0 0 2000
        @ acting=3
        MOVE 1 2 25 a=1
        MOVE 1 2 1 a=1 => MANDATE_EXCEEDED
        MOVE 2 1 1 a=1 => MANDATE_OTHER_POSITION
        OPEN_DAY 0 0 109
        + 0 0 100
        MOVE 1 2 1 a=1 => MANDATE_EXCEEDED
        OPEN_DAY 0 0 110
        + 0 0 109
        MOVE 1 2 24 a=1
        MOVE 1 2 2 a=1 => MANDATE_EXCEEDED
        HOLD 1 -1 1 a=1
        + 2 3 0
        OPEN_DAY 0 0 200
        + 0 0 110
        MOVE 1 2 11 a=1 => MANDATE_EXCEEDED
        MOVE 1 2 10 a=1
        MOVE 1 2 1 a=1 => MANDATE_EXCEEDED
        @ acting=2
        MOVE 1 2 1 a=1 => MANDATE_NOT_GRANTED
        @ acting=3 time=2001
        MOVE 1 2 1 a=1 => MANDATE_EXPIRED
        SET 8 1 0
        MOVE 1 2 1 a=1 => MANDATE_REVOKED
        SET 8 1 0 => STATE_UNCHANGED
        SET 8 0 0 => MANDATE_NOT_FOUND
        MOVE 1 2 1 a=2 => MANDATE_NOT_FOUND
        = 1 available=40 held=1
    """,
    "a refused group gives the mandate back what it used": """
        DEFINE 3 1 60
        + 3 0 0
        + 0 0 0
        @ acting=3
        MOVE 1 2 60 g=1 a=1 => GROUP_FAILED
        MOVE 1 2 1 g=1 a=1 => MANDATE_EXCEEDED
        MOVE 1 2 60 a=1
    """,
    "definitions have their shape": """
        DEFINE 0 1 0 => OPERANDS_MALFORMED
        DEFINE 1 1 0 => OPERANDS_MALFORMED
        DEFINE 1 0 0 => PARTICIPANT_NOT_FOUND
        + 0 0 0
        + 0 0 0
        + 0 0 0
        DEFINE 1 1 0 => OPERANDS_MALFORMED
        + 4 0 0
        + 0 0 0
        + 0 0 0
        DEFINE 2 4 0 => PARTICIPANT_NOT_FOUND
        + 9 0 0
        + 0 0 0
        + 0 0 0
        DEFINE 2 1 0 => OPERANDS_MALFORMED
        + 10 0 0
        + 0 0 0
        + 0 0 0
        DEFINE 2 1 0 => OPERANDS_MALFORMED
        + 9 1 0
        + 0 0 0
        + 0 0 0
        DEFINE 3 1 0 => AMOUNT_NOT_POSITIVE
        + 0 0 0
        + 0 0 0
        DEFINE 3 9 1 => PARTICIPANT_NOT_FOUND
        + 4 0 0
        + 0 0 0
        DEFINE 3 9 1 => DEBIT_NOT_FOUND
        + 0 0 0
        + 0 0 0
    """,
    "an event has its shape": """
        DEFINE 4 0 1 => DATE_OUT_OF_ORDER
        + 0 0 0
        + 99 0 1
        + -1 -1 0
        DEFINE 4 0 1
        + 0 0 0
        + 100 0 1
        + -1 -1 0
        DEFINE 4 0 1 => EVENT_EXISTS
        + 0 0 0
        + 100 0 1
        + -1 -1 0
        DEFINE 4 0 2 => OPERANDS_MALFORMED
        + 0 0 0
        + 100 0 1
        + 65 -1 0
        DEFINE 4 0 2 => OPERANDS_MALFORMED
        + 1 1 5
        + 100 100 1
        + 65 66 0
        DEFINE 4 0 2 => OPERANDS_MALFORMED
        + 3 1 5
        + 100 101 1
        + 65 66 0
        DEFINE 4 0 2 => OPERANDS_MALFORMED
        + 1 1 5
        + 100 101 1
        + 65 66 -1
        DEFINE 4 9 2 => ASSET_NOT_FOUND
        + 1 1 5
        + 100 101 1
        + 165 66 0
        DEFINE 4 0 2 => DEBIT_NOT_FOUND
        + 1 1 5
        + 100 101 1
        + -1 66 0
        DEFINE 4 0 2 => CREDIT_NOT_FOUND
        + 1 1 5
        + 100 101 1
        + 65 -1 9
        DEFINE 4 0 2 => MANDATE_NOT_FOUND
        + 1 1 5
        + 100 101 1
        + 65 1 9
        DEFINE 4 0 2 => ASSETS_DIFFER
        + 1 1 5
        + 100 101 1
        + 65 1 0
    """,
    "papers": """
        PUT 0 0 1
        + 1 0 0
        + 0 0 0
        + 3 0 0
        + 0 0 0
        PUT 0 0 1 => DOCUMENT_CHANGED
        + 1 0 0
        + 0 0 0
        + 3 0 0
        + 0 0 0
        PUT 0 0 2 => DOCUMENT_CHANGED
        + 2 0 0
        + 0 0 0
        + 3 0 0
        + 0 0 0
        PUT 1 0 2 => DOCUMENT_NOT_FOUND
        + 2 0 0
        + 0 0 0
        + 3 0 0
        + 0 0 0
        PUT -1 0 1 => OPERANDS_MALFORMED
        + 2 0 0
        + 0 0 0
        + 3 0 0
        + 0 0 0
        PUT 0 0 0 => OPERANDS_MALFORMED
        + 1 0 0
        + 0 0 0
        + 3 0 0
        + 0 0 0
        ATTEST -1 1 149
        + 1 2 3
        + 2 0 900
        + 0 0 1000
        + 0 0 0
        + 0 0 0
        MOVE 0 1 1 => EXCEEDS_ISSUE_LIMIT
        ATTEST 0 1 151
        + 1 2 3
        + 2 0 900
        + 0 0 1000
        + 0 0 0
        + 0 0 0
        MOVE 0 1 1
        ATTEST 0 1 151 => ATTESTATION_STALE
        + 1 2 3
        + 2 0 899
        + 0 0 1000
        + 0 0 0
        + 0 0 0
        ATTEST 0 1 151 => ATTESTATION_STALE
        + 1 2 3
        + 2 0 900
        + 0 0 999
        + 0 0 0
        + 0 0 0
        ATTEST 0 2 151 => ATTESTATION_NOT_FOUND
        + 1 2 3
        + 2 0 900
        + 0 0 1000
        + 0 0 0
        + 0 0 0
        ATTEST -1 1 1 => RECORD_NOT_FOUND
        + 1 2 3
        + 3 0 900
        + 0 0 1000
        + 0 0 0
        + 0 0 0
        ATTEST -1 1 1 => OPERANDS_MALFORMED
        + 1 2 3
        + 1 0 900
        + 0 0 1000
        + 0 0 0
        + 0 0 0
        OPEN_DAY 0 0 100 => DATE_OUT_OF_ORDER
        + 0 0 100
        OPEN_DAY 0 0 101 => DATE_OUT_OF_ORDER
        + 0 0 99
        GOVERN 1 1 0 => DOCUMENT_NOT_FOUND
        GOVERN 2 0 0 => PARTICIPANT_NOT_FOUND
        GOVERN 3 1 0 => STATE_UNCHANGED
        GOVERN 2 1 0
        GOVERN 2 1 0 => STATE_UNCHANGED
        GOVERN 3 1 0
        GOVERN 4 1 0 => OPERANDS_MALFORMED
        GOVERN 2 1 1 => OPERANDS_MALFORMED
    """,
}
