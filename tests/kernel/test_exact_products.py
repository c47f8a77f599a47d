"""Products and quotients of 64-bit amounts are exact, or refused, at every edge there is."""

from itertools import product
from random import Random

from praya.kernel.arithmetic import MAX, multiply_divide, shift_for

POWERS = [2**power for power in (1, 2, 29, 30, 31, 32, 33, 59, 60, 61, 62)]
EDGES = sorted({0, 1, 3, 7, 10**9, MAX - 1, MAX, *(p + d for p in POWERS for d in (-1, 0, 1))})


def expected(first: int, second: int, divisor: int) -> tuple[int, int]:
    """What whole numbers of any size say."""
    quotient, rest = divmod(first * second, divisor)
    return (quotient, rest) if quotient <= MAX else (-1, 0)


def answered(first: int, second: int, divisor: int) -> tuple[int, int]:
    quotient, rest = multiply_divide(first, second, divisor, shift_for(divisor))
    return int(quotient), int(rest)


def test_every_edge_is_exact_or_refused() -> None:
    tried = refused = 0
    for first, second, divisor in product(EDGES, EDGES, [each for each in EDGES if each]):
        found = answered(first, second, divisor)
        assert found == expected(first, second, divisor), (first, second, divisor)
        tried, refused = tried + 1, refused + (found[0] == -1)
    print(f"{tried} products, {refused} beyond 2^63-1")
    assert refused > tried / 10


def test_drawn_numbers_are_exact_or_refused() -> None:
    random = Random(20_261_120)
    for _ in range(3_000):
        first, second = (random.getrandbits(random.randint(1, 63)) for _ in range(2))
        divisor = random.getrandbits(random.randint(1, 63)) or 1
        found = answered(first, second, divisor)
        assert found == expected(first, second, divisor), (first, second, divisor)


def test_quotients_at_the_very_limit_are_told_from_those_beyond() -> None:
    for divisor in (1, 2, 3, 2**31, 2**61, 2**61 + 1, 2**62 + 1, MAX - 1, MAX):
        for second in (divisor, divisor + 1, divisor - 1):
            if 0 < second <= MAX:
                for first in (MAX, MAX - 1):
                    found = answered(first, second, divisor)
                    assert found == expected(first, second, divisor), (first, second, divisor)


def test_a_shift_is_the_most_that_fits() -> None:
    assert shift_for(1) == 31
    for shift in range(32):
        most = min(MAX, 1 << (62 - shift))
        assert shift_for(most) == min(31, shift), shift
        assert shift_for(most + 1) == max(0, min(31, shift - 1)), shift
