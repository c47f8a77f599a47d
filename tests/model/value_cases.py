"""Cases of MOVE, HOLD, POST, VOID and groups, derived by hand from the text; see script.py."""

VALUE_CASES = {
    "a move moves": """
        MOVE 1 2 40
        = 1 available=60
        = 2 available=90
    """,
    "a move needs a positive amount, whatever else is wrong with it": """
        MOVE 1 1 0 => AMOUNT_NOT_POSITIVE
        MOVE 1 2 -9223372036854775808 => AMOUNT_NOT_POSITIVE
        MOVE 900 900 1 => SAME_POSITION
        MOVE -1 -1 1 => SAME_POSITION
        MOVE 900 901 1 => DEBIT_NOT_FOUND
        MOVE 3 1 1 => DEBIT_NOT_FOUND
        MOVE 1 3 1 => CREDIT_NOT_FOUND
        MOVE 1 66 1 => ASSETS_DIFFER
        MOVE 1 2 101 => EXCEEDS_AVAILABLE
        MOVE 0 1 851 => EXCEEDS_ISSUE_LIMIT
        MOVE 0 1 9223372036854775807 => OVERFLOW
        MOVE 1 2 1 a=-1 => OPERANDS_MALFORMED
        MOVE 1 2 1 a=1 => MANDATE_NOT_FOUND
        MOVE 1 2 0 => OPERANDS_MALFORMED
        + 0 0 0
        = 1 available=100
    """,
    "the lower number wins where several refusals hold": """
        @ acting=3
        MOVE 1 2 101 => NOT_AUTHORISED
        SET 6 0 1
        MOVE 1 2 101 => NOT_AUTHORISED
        MOVE 2 1 101 => ASSET_PAUSED
        SET 3 2 3
        MOVE 2 1 1 => ASSET_PAUSED
        SET 6 0 0
        MOVE 2 1 1 => DEBIT_FROZEN
        SET 3 2 2
        MOVE 2 1 51 => EXCEEDS_AVAILABLE
        MOVE 2 1 50
    """,
    "freezes of the account and of the position both count": """
        SET 2 1 1
        MOVE 1 2 1 => DEBIT_FROZEN
        MOVE 2 1 1
        SET 2 1 2
        MOVE 2 1 1 => CREDIT_FROZEN
        SET 3 1 1
        MOVE 1 2 1 => DEBIT_FROZEN
        SET 2 1 0
        MOVE 1 2 1 => DEBIT_FROZEN
        SET 3 1 0
        MOVE 1 2 1
        SET 2 1 4 => OPERANDS_MALFORMED
        SET 2 9 1 => ACCOUNT_NOT_FOUND
        SET 3 9 1 => DEBIT_NOT_FOUND
        SET 10 1 0 => OPERANDS_MALFORMED
        SET 0 1 0 => OPERANDS_MALFORMED
    """,
    "an account without the required attributes is not credited, but may pay": """
        MOVE 65 66 1
        SET 1 2 2
        MOVE 65 66 1 => CREDIT_INELIGIBLE
        MOVE 66 65 1
        SET 5 1 0
        MOVE 65 66 1
        SET 5 1 4
        MOVE 64 65 1 => CREDIT_INELIGIBLE
        MOVE 65 64 1
    """,
    "legs of a group may come in any order": """
        MOVE 1 2 150 g=1
        MOVE 2 1 150 g=1
        MOVE 1 2 150 g=2 => EXCEEDS_AVAILABLE
        MOVE 2 1 49 g=2 => GROUP_FAILED
        = 1 available=100
        = 2 available=50
    """,
    "in a group the first row that ends short is named": """
        MOVE 2 1 10 g=5 => GROUP_FAILED
        MOVE 1 2 200 g=5 => EXCEEDS_AVAILABLE
        MOVE 0 66 1 g=6 => ASSETS_DIFFER
        MOVE 1 2 1 g=6 => GROUP_FAILED
        MOVE 1 2 1 g=7 => GROUP_FAILED
        MOVE 1 1 1 g=7 => SAME_POSITION
        MOVE 900 1 1 g=7 => GROUP_FAILED
        MOVE 1 2 1
        = 1 available=99
        = 2 available=51
    """,
    "a balance between may not overflow in a group": """
        SET 7 0 9223372036854775807
        MOVE 0 1 9223372036854775557 g=1 => GROUP_FAILED
        MOVE 0 1 100 g=1 => GROUP_FAILED
        MOVE 0 2 1 g=1 => OVERFLOW
        MOVE 0 1 9223372036854775557 g=2
        MOVE 0 1 100 g=2
        MOVE 1 2 9223372036854775757 g=2
        = 0 available=-9223372036854775807
        = 1 available=0
        = 2 available=9223372036854775807
    """,
    "a MORE row that belongs to no row is refused alone": """
        + 0 0 0 g=0 => OPERANDS_MALFORMED
        + 0 0 0 g=0 => OPERANDS_MALFORMED
        MOVE 1 2 1
        + 0 0 0 g=1 => OPERANDS_MALFORMED
        MOVE 1 2 1 g=1 => GROUP_FAILED
        MOVE 1 2 1 g=2
        + 0 0 0 g=0 => OPERANDS_MALFORMED
        = 1 available=98
    """,
    "unknown operations come first, forbidden ones next": """
        OP15 0 0 0 => OPERATION_UNKNOWN
        OP65535 1 1 -1 => OPERATION_UNKNOWN
        + 5 5 5 a=7 => OPERATION_UNKNOWN
        @ signed
        OP15 0 0 0 => OPERATION_UNKNOWN
        OPEN 1 0 0 => OPERATION_NOT_PERMITTED
        + 0 0 0 => OPERATION_NOT_PERMITTED
        GOVERN 1 0 0 g=3 => OPERATION_NOT_PERMITTED
        MOVE 1 2 1 g=3 => GROUP_FAILED
        MOVE -2 2 1 => DEBIT_NOT_FOUND
        + 1 1 1 g=9 => OPERANDS_MALFORMED
    """,
    "a MORE row has no authority": """
        HOLD 1 -1 10 => OPERANDS_MALFORMED
        + 2 2 0 a=1
        HOLD 1 -1 10
        + 2 2 0
    """,
    "a signed batch may not name what is younger than its numbering": """
        @ height=20
        HOLD 1 2 10
        + 2 2 0
        DEFINE 1 3 1
        + 0 0 0
        + 4 0 0
        + 0 0 0
        OPEN 3 0 0
        + 0 0 0
        @ signed numbering=19
        MOVE 1 3 1 => POSITION_TOO_NEW
        MOVE 3 1 1 => POSITION_TOO_NEW
        HOLD 1 3 1 => POSITION_TOO_NEW
        + 2 2 0
        POST 0 2 1 => POSITION_TOO_NEW
        VOID 0 -1 0 => POSITION_TOO_NEW
        MOVE 1 2 1
        @ signed numbering=20
        MOVE 1 3 1
        POST 0 2 1
        VOID 0 -1 0
        = 1 available=97 held=0
        = 2 available=52
    """,
    "a hold reserves, pays out in parts, and gives back the rest": """
        HOLD 1 -1 60
        + 2 2 0
        = 1 available=40 held=60
        MOVE 1 2 41 => EXCEEDS_AVAILABLE
        POST 0 2 61 => EXCEEDS_HOLD
        POST 0 2 20
        = 1 available=40 held=40
        VOID 0 -1 0
        VOID 0 -1 0 => HOLD_CLOSED
        POST 0 2 1 => HOLD_CLOSED
        = 1 available=80 held=0
        HOLD 1 2 80
        + 2 2 0
        POST 1 1 80 => SAME_POSITION
        POST 1 0 80 => CREDIT_DIFFERS
        POST 1 65 80 => CREDIT_DIFFERS
        POST 1 2 80
        POST 1 2 1 => HOLD_CLOSED
        POST 2 2 1 => HOLD_NOT_FOUND
        POST -1 900 1 => CREDIT_NOT_FOUND
        VOID 5 -1 0 => HOLD_NOT_FOUND
        = 1 available=0 held=0
        = 2 available=150
    """,
    "a hold has one shape for each kind": """
        HOLD 1 -1 1 => OPERANDS_MALFORMED
        HOLD 1 -1 1 => OPERANDS_MALFORMED
        + 0 2 0
        HOLD 1 -1 1 => OPERANDS_MALFORMED
        + 4 2 0
        HOLD 1 -1 1 => OPERANDS_MALFORMED
        + 1 2 0
        HOLD 1 -1 1 => OPERANDS_MALFORMED
        + 1 0 5
        HOLD 1 -1 1 => OPERANDS_MALFORMED
        + 2 2 5
        HOLD 1 -1 1 => OPERANDS_MALFORMED
        + 3 0 5
        HOLD 1 -1 1 => PARTICIPANT_NOT_FOUND
        + 2 4 0
        HOLD 0 -1 1 => NOT_HOLDABLE
        + 2 2 0
        HOLD 1 65 1 => ASSETS_DIFFER
        + 2 2 0
        HOLD 1 -500 1 => CREDIT_NOT_FOUND
        + 2 2 0
        HOLD 1 1 1 => SAME_POSITION
        + 2 2 0
        HOLD 1 3 1 => CREDIT_NOT_FOUND
        + 2 2 0
        HOLD 1 -1 101 => EXCEEDS_AVAILABLE
        + 2 2 0
        HOLD 1 -2 1 => CREDIT_NOT_FOUND
        + 2 2 0
        @ signed
        HOLD 1 -2 1 => OPERANDS_MALFORMED
        + 2 2 0
    """,
    "after its time a hold is not paid, and anyone may give it back": """
        HOLD 1 2 10
        + 1 3 1500
        @ acting=3 time=1500
        POST 0 2 4
        @ acting=2 time=1500
        POST 0 2 1 => NOT_AUTHORISED
        VOID 0 -1 0 => NOT_AUTHORISED
        @ acting=3 time=1501
        POST 0 2 1 => HOLD_EXPIRED
        @ acting=1 time=1501
        POST 0 2 1 => NOT_AUTHORISED
        VOID 0 -1 0
        = 1 available=96 held=0
        = 2 available=54
    """,
    "a hold by proof is released by its proof only": """
        HOLD 1 2 10
        + 3 0 1500
        + 11 12 13
        + 14 15 16
        + 21 22 23
        + 24 25 26
        POST 0 2 1 => PROOF_REQUIRED
        POST 0 2 1 => PROOF_DIFFERS
        + 21 22 23
        + 24 25 26
        POST 0 2 1 => OPERANDS_MALFORMED
        + 11 12 13
        POST 0 2 4
        + 11 12 13
        + 14 15 16
        VOID 0 -1 0 => PROOF_DIFFERS
        + 11 12 13
        + 14 15 16
        VOID 0 -1 0 => PROOF_REQUIRED
        VOID 0 -1 0
        + 21 22 23
        + 24 25 26
        HOLD 1 2 10
        + 3 0 1500
        + 11 12 13
        + 14 15 16
        + 0 0 0
        + 0 0 0
        VOID 1 -1 0 => PROOF_REQUIRED
        + 0 0 0
        + 0 0 0
        @ signed
        POST 1 2 1 => OPERANDS_MALFORMED
        + 11 12 13
        + 14 15 16
        POST 1 2 1 => PROOF_REQUIRED
        VOID 1 0 0 => OPERANDS_MALFORMED
        VOID 1 -1 1 => OPERANDS_MALFORMED
        @ acting=3 time=1501
        VOID 1 -1 0
        = 1 available=96 held=0
        = 2 available=54
    """,
    "freezes, pause and closing do not stop a hold from going back": """
        HOLD 1 2 10
        + 2 2 0
        SET 2 1 3
        SET 6 0 1
        POST 0 2 1 => ASSET_PAUSED
        SET 6 0 0
        POST 0 2 1 => DEBIT_FROZEN
        VOID 0 -1 0
        = 1 available=100 held=0
    """,
}
