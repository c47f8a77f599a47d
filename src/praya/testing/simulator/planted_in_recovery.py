"""Planted bugs in what seldom runs: orders to skip, founding, sweeps, columns."""

from typing import Final

from praya.testing.simulator.mutation import Edit

SKIPS: Final = "praya.node.skips"
EXPORTS: Final = "praya.storage.exports"
COLUMNS: Final = "praya.intents.accounts.open_accounts"

# With the kernel as written: compiled code holds a limit that no schedule could reach.
PLAIN_BUGS: Final[dict[str, tuple[Edit, ...]]] = {
    "sweep_left_unfinished": (
        Edit(
            "praya.kernel.step",
            "    return bool(swept_assets(state) or due_events(state))\n",
            "    return bool(due_events(state))\n",
        ),
    ),
    "sweep_ends_after_one_step": (
        Edit(
            "praya.kernel.settings",
            "        if following < 0:\n",
            "        if following < 2**40:\n",
        ),
    ),
}

RARE_BUGS: Final[dict[str, tuple[Edit, ...]]] = {
    "answered_envelope_skipped": (
        Edit(SKIPS, "if self.digest not in map(envelope_digest, envelopes):", "if not envelopes:"),
    ),
    "skip_ordered_by_a_half": (
        Edit(
            SKIPS,
            "if 3 * len(agreed & operators) <= 2 * len(operators):",
            "if 2 * len(agreed & operators) < len(operators):",
        ),
    ),
    "skip_of_another_chain": (
        Edit(
            SKIPS,
            "if self.chain_id != chain_id or self.height != height:",
            "if self.height != height:",
        ),
    ),
    "skipped_envelope_runs_when_sent_again": (
        Edit(
            "praya.node.execution",
            "            requester = self.directory.numbers[envelope.header.acting[0]]\n"
            "            self._remember(envelope, requester, answer)\n"
            "        block.envelopes.append(data)",
            "            pass\n        block.envelopes.append(data)",
        ),
    ),
    "founded_ledger_counts_from_one": (
        Edit(
            "praya.node.execution",
            "self.height = 0 if genesis.snapshot is None else genesis.snapshot[0]",
            "self.height = 0",
        ),
    ),
    "founded_ledger_keeps_its_chain_id": (
        Edit(
            "praya.node.genesis",
            "        return sha256(self.encode()).digest()\n",
            "        kept = self.snapshot is not None\n"
            "        return self.snapshot[1] if kept else sha256(self.encode()).digest()\n",
        ),
    ),
    "account_twice_in_columns": (
        Edit(COLUMNS, "if len(codes) != letters.shape[0] or lowering", "if lowering"),
    ),
    "any_code_in_columns": (
        Edit(
            COLUMNS,
            "if not ends_once or not np.all(printable | ended) or reserved.any():",
            "if not np.all(printable | ended):",
        ),
    ),
    # What verifiers and a restore must see in histories that never were.
    "replayed_headers_unchecked": (
        Edit(
            "praya.node.replay",
            "if record.index != 0 or executor.close().encode() != bytes(record.payload):",
            "if record.index != 0 or executor.close() is None:",
        ),
    ),
    "replayed_order_unchecked": (
        Edit(
            "praya.node.replay",
            "if record.kind != RecordKind.ENVELOPE or record.index != executor.block.index:",
            "if record.kind != RecordKind.ENVELOPE:",
        ),
    ),
    "head_of_a_backup_ignored": (
        Edit(
            "praya.node.backups",
            "    if head is not None and found.header != head:",
            "    if False:",
        ),
    ),
    # Copies: files of a ledger's history, and folders made from them.
    "copy_named_before_its_synchronisation": (
        Edit(EXPORTS, "        file.flush()\n        synchronise(descriptor)\n", ""),
    ),
    "copy_not_read_back": (
        Edit(EXPORTS, "    if _digest_of(descriptor) != digest:\n", '    if digest == b"":\n'),
    ),
    "copy_digest_unchecked": (
        Edit(
            EXPORTS, "    if blake3(body).digest() != content[-_DIGEST_BYTES:]:", "    if not body:"
        ),
    ),
    "refused_copy_keeps_its_name": (
        Edit(EXPORTS, "        path.unlink(missing_ok=True)\n        raise\n", "        raise\n"),
    ),
    "copy_takes_the_place_of_another": (
        Edit(
            EXPORTS,
            '    if os.path.lexists(path):\n        fail("FILE',
            '    if False:\n        fail("FILE',
        ),
        Edit(EXPORTS, "        os.link(partial, path)\n", "        partial.rename(path)\n"),
    ),
    "unfinished_restore_under_its_name": (
        Edit(
            "praya.storage.new_folders",
            "    building = target + UNFINISHED\n",
            "    building = target\n",
        ),
        Edit(
            "praya.storage.new_folders",
            "            _check_target(target)\n            _put_in_place(building, target)\n"
            "        finally:",
            "        except PrayaError:",
        ),
    ),
    # Those who look while a node goes on, and after a bit turned under it.
    "reader_ends_at_damage": (
        Edit("praya.storage.reading", "        if not found.damages:\n", "        if found:\n"),
        Edit(
            "praya.storage.reading",
            "                refuse(Damage(segment_name(number), offset, Flaw.COMMIT_DAMAGED))\n",
            "                return before\n",
        ),
    ),
    "two_writers": (
        Edit(
            "praya.storage.lock",
            "            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)\n",
            "            pass\n",
        ),
    ),
}
