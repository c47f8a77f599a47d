"""Golden proof files: made byte for byte, about the golden chain, verified with the base alone."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from golden_cases import FOLDER, proof_files

from praya.base.errors import PrayaError
from praya.proofs.files import verify_proof

NAMES = sorted(path.name for path in FOLDER.glob("proof-*-v1.json"))
CHAIN = json.loads((FOLDER / "chain-v1.json").read_text(encoding="utf-8"))
LISTING = """
import sys
from praya.proofs.__main__ import main
ended = main(sys.argv[1:])
print(" ".join(sorted(name for name in sys.modules)))
sys.exit(int(ended))
"""


class Ended(NamedTuple):
    code: int
    out: str
    err: str


def alone(*arguments: str, start: tuple[str, ...] = ("-m", "praya.proofs"), **more: str) -> Ended:
    """Run the stand-alone verifier in a process of its own."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", **more}
    command = [sys.executable, *start, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    return Ended(done.returncode, done.stdout, done.stderr)


def test_there_is_a_golden_file_of_every_kind() -> None:
    kinds = {verify_proof((FOLDER / name).read_bytes()).kind for name in NAMES}
    print(f"{len(NAMES)} files")
    assert kinds == {"block", "consistency", "document", "envelope", "position"}
    assert sorted(proof_files()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_proof_is_made_again_byte_for_byte(name: str) -> None:
    assert proof_files()[name] == (FOLDER / name).read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_proof_leads_to_blocks_of_the_golden_chain(name: str) -> None:
    proof = verify_proof((FOLDER / name).read_bytes())
    assert proof.chain_id.hex() == CHAIN["chain_id"]
    hashes = CHAIN["header_hashes"]
    assert proof.blocks
    for block in proof.blocks:
        assert block.hash.hex() == hashes[block.height - 1]


def test_a_golden_proof_of_another_version_is_refused() -> None:
    data = (FOLDER / NAMES[0]).read_bytes()
    with pytest.raises(PrayaError) as problem:
        verify_proof(data.replace(b'"praya_proof": 1', b'"praya_proof": 2'))
    assert problem.value.values == {"path": "praya_proof"}


@pytest.mark.parametrize("name", NAMES)
def test_the_verifier_loads_its_own_package_and_the_base_and_no_numbers(name: str) -> None:
    ended = alone(str(FOLDER / name), start=("-c", LISTING))
    assert ended.code == 0, ended.err
    loaded = ended.out.splitlines()[-1].split()
    ours = {module.split(".")[1] for module in loaded if module.startswith("praya.")}
    heavy = {"numpy", "numba", "llvmlite", "click", "rich", "pyarrow", "duckdb", "cryptography"}
    print(f"{len(loaded)} modules, of praya: {sorted(ours)}")
    assert ours == {"base", "proofs"}
    assert not heavy & set(loaded)


def test_the_verifier_says_what_is_proven_in_both_languages() -> None:
    file = str(FOLDER / "proof-transfer-v1.json")
    english, chinese = alone(file, "--lang", "en"), alone(file, "--lang", "zh-HK")
    assert (english.code, chinese.code) == (0, 0)
    assert "333.33 GREEN was transferred from PEAK.HOUSE to FERRY.HOUSE" in english.out
    assert "333.33 GREEN 由 PEAK.HOUSE 轉予 FERRY.HOUSE" in chinese.out
    assert "which you have not confirmed" in english.out
    assert "尚未確認" in chinese.out
    assert "證明成立" in alone(file, LC_ALL="zh_HK.UTF-8").out


def test_the_verifier_takes_a_trusted_hash() -> None:
    file = str(FOLDER / "proof-block-v1.json")
    last = CHAIN["header_hashes"][-1]
    ended = alone(file, "--head", last, "--genesis", CHAIN["chain_id"], "--json")
    assert ended.code == 0
    assert json.loads(ended.out)["head_trusted"] is True
    assert ended.err == ""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("FILE", "--head", "ab" * 32), 4),
        (("FILE", "--genesis", "ab" * 32), 4),
        (("FILE", "--head", "ab"), 2),
        (("FILE", "--head"), 2),
        (("FILE", "--head", "zz" * 32), 2),
        (("FILE", "--what"), 2),
        (("FILE", "FILE"), 2),
        (("--json",), 2),
        (("FILE.none",), 3),
        (("chain-v1.praya",), 4),
        (("chain-v1.json",), 4),
        (("",), 3),
    ],
)
def test_the_verifier_refuses_with_an_exit_code_and_no_traceback(
    arguments: tuple[str, ...], code: int
) -> None:
    named = [
        str(FOLDER / each.replace("FILE", "proof-block-v1.json"))
        if each.startswith(("FILE", "chain")) or not each
        else each
        for each in arguments
    ]
    ended = alone(*named)
    assert ended.code == code, ended
    assert ended.out == "" or "--json" in arguments
    assert ended.err.strip()
    assert "Traceback" not in ended.err


def test_a_changed_file_is_refused_by_the_process(tmp_path: Path) -> None:
    path = tmp_path / "proof.json"
    path.write_bytes((FOLDER / "proof-position-v1.json").read_bytes().replace(b"00", b"01", 1))
    ended = alone(str(path), "--json")
    assert ended.code == 4
    assert json.loads(ended.out)["verified"] is False
    assert "PROOF_" in ended.err


def test_help_is_given_without_a_file() -> None:
    assert alone("--help").out.startswith("python -m praya.proofs FILE")
    assert alone().code == 0
