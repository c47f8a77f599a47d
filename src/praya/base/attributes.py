"""Attribute bits of accounts, which assets may demand: who may hold what."""

from enum import IntFlag


class Attribute(IntFlag):
    """One bit each; an asset's `required` names those an account must have to be credited."""

    IDENTIFIED = 1  # customer due diligence is complete and current
    PROFESSIONAL = 2  # a professional investor, Cap. 571 Schedule 1
    INSTITUTION = 4  # an institution's own account, not a person's
    HONG_KONG = 8  # resident in Hong Kong
    MAINLAND = 16  # resident in Mainland China
    NON_US = 32  # no U.S. person: Regulation S


ALL_ATTRIBUTES = sum(Attribute)
