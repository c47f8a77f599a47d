"""Exact products and quotients of 64-bit amounts, without a wider type.

Jitted integers wrap silently, so every bound is checked before it could be passed.
"""

from typing import Final

from praya.kernel.compile import leaf

MAX: Final = 2**63 - 1


@leaf
def shift_for(divisor: int) -> int:
    """How many bits `multiply_divide` can take at once for this divisor: 0 to 31."""
    shift = 0
    while shift < 31 and divisor <= (1 << (61 - shift)):
        shift += 1
    return shift


@leaf
def multiply_divide(first: int, second: int, divisor: int, shift: int) -> tuple[int, int]:
    """floor(first x second / divisor) and the remainder; (-1, 0) if it passes 2^63-1.

    `first` and `second` lie in 0 .. 2^63-1, `divisor` in 1 .. 2^63-1 and
    `shift = shift_for(divisor)`. Long division of `second`, `shift` bits at a time.
    """
    whole = first // divisor
    part = first % divisor
    if whole != 0 and second > MAX // whole:
        return -1, 0
    high = whole * second
    if second == 0 or part <= MAX // second:
        product = part * second
        low, rest = product // divisor, product % divisor
    elif shift > 0:
        low, rest = _divide_by_parts(part, second, divisor, shift)
    else:
        low, rest = _divide_by_bits(part, second, divisor)
    if high > MAX - low:
        return -1, 0
    return high + low, rest


@leaf
def _divide_by_parts(part: int, second: int, divisor: int, shift: int) -> tuple[int, int]:
    """For divisors up to 2^61: rest x 2^shift + part x bits stays below 2^63."""
    quotient = 0
    rest = 0
    mask = (1 << shift) - 1
    for step in range((62 // shift), -1, -1):
        bits = (second >> (step * shift)) & mask
        taken = (rest << shift) + part * bits
        quotient = (quotient << shift) + taken // divisor
        rest = taken % divisor
    return quotient, rest


@leaf
def _divide_by_bits(part: int, second: int, divisor: int) -> tuple[int, int]:
    """For divisors beyond 2^61: one bit at a time, comparing before adding."""
    quotient = 0
    rest = 0
    for bit in range(62, -1, -1):
        quotient += quotient
        if rest >= divisor - rest:
            rest -= divisor - rest
            quotient += 1
        else:
            rest += rest
        if (second >> bit) & 1:
            if rest >= divisor - part:
                rest -= divisor - part
                quotient += 1
            else:
                rest += part
    return quotient, rest
