"""A plan while it is made: what the file states, and all that is wrong with it so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from praya.base.amounts import parse_amount
from praya.base.errors import PrayaError, fail
from praya.dev.scenarios.plan import Tranche, owner_of
from praya.dev.scenarios.run_section import RunSection, Wish, wrong
from praya.instruments import fixed_rate_bond
from praya.instruments.corrections import corrected
from praya.instruments.forms import amount_expected
from praya.instruments.problems import Problem
from praya.instruments.term_sheets import SheetDocument


@dataclass(frozen=True, slots=True)
class Bond:
    """One sheet that is a fixed-rate bond's."""

    code: str
    terms: fixed_rate_bond.Terms


@dataclass(slots=True)
class Draft:
    """What is known of a plan while it is made."""

    file: str
    document: SheetDocument
    section: RunSection
    holders: int | None  # how many, where allotments are not stated one by one
    holders_path: str  # where that was stated
    problems: list[Problem] = field(default_factory=list)

    @property
    def bonds(self) -> list[Bond]:
        """The sheets that are bonds'."""
        return [
            Bond(one.code, one.terms)
            for one in self.document.sheets
            if isinstance(one.terms, fixed_rate_bond.Terms)
        ]

    @property
    def issuer(self) -> str:
        """The institution named by the first paying account."""
        return owner_of(self.bonds[0].terms.paying_account)

    def path(self, place: int) -> str:
        """Where a sheet stands in the file."""
        return "" if self.document.programme is None else f"tranches[{place}]."

    def wrong(self, path: str, value: object, key: str, detail: object = "") -> None:
        """Note a problem."""
        self.problems.append(wrong(path, value, key, detail))

    def check(self) -> None:
        """Raise SHEET_REFUSED (file, problems) if anything is wrong so far."""
        if self.problems:
            fail("SHEET_REFUSED", file=self.file, problems=self.problems)

    def of_bond(self, code: str, wishes: Sequence[Wish]) -> list[tuple[int, Wish]]:
        """The wishes about one bond, with their places."""
        single = len(self.bonds) == 1
        return [
            (place, one)
            for place, one in enumerate(wishes)
            if one.asset == code or (single and not one.asset)
        ]

    def minor(self, path: str, text: str, tranche: Tranche) -> int:
        """Minor units of an amount of the section; 0 with a problem noted."""
        try:
            minor = parse_amount(text, tranche.terms.decimals)
        except PrayaError:
            minor = 0
        if minor < 1:
            usual = amount_expected(tranche.terms.decimals)
            expected = corrected(usual, text)
            if expected == usual:
                self.wrong(path, text, "life.wrong.amount", tranche.terms.decimals)
            else:
                self.problems.append(Problem(path, text, expected))
        return max(0, minor)
