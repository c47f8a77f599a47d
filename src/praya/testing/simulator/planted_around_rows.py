"""Planted bugs around the kernel: who may ask, request ids, blocks, the journal, the disk."""

from typing import Final

from praya.testing.simulator.mutation import Edit

JUDGE: Final = "praya.node.authentication"
VERIFY: Final = "praya.envelopes.verify"
EXECUTION: Final = "praya.node.execution"
SOLO: Final = "praya.node.solo"
RECOVERY: Final = "praya.storage.recovery"
JOURNAL: Final = "praya.storage.journal"

OTHER_BUGS: Final[dict[str, tuple[Edit, ...]]] = {
    # Who may ask.
    "signature_unchecked": (
        Edit(
            VERIFY,
            "if not all(entry_valid(key_set, envelope.header_bytes, entry) "
            "for entry, key_set in pairs):",
            "if not pairs and key_sets and suite is None:",
        ),
    ),
    "policy_unchecked": (
        Edit(
            VERIFY,
            "if not policy_met(signatories[code].policy, envelope.header.verb, signers):",
            "if signers is None:",
        ),
    ),
    "retired_key_accepted": (
        Edit(VERIFY, "if key_set is None or not key_set.active or", "if key_set is None or"),
    ),
    "suspension_ignored": (
        Edit(JUDGE, "if any(code in directory.suspended for code in header.acting):", "if False:"),
    ),
    "lapsed_licence_accepted": (Edit(JUDGE, "if _lapsed(", "if False and _lapsed("),),
    "role_unchecked": (
        Edit(JUDGE, "if role is not None and role not in known[0].roles:", "if False:"),
    ),
    "late_envelope_accepted": (Edit(JUDGE, "if header.valid_until < block_time:", "if False:"),),
    "other_chain_accepted": (Edit(JUDGE, "if header.chain_id != chain_id:", "if False:"),),
    "section_unchecked": (Edit(JUDGE, "        envelope.check_section()\n", "        pass\n"),),
    "accounts_of_others": (
        Edit(
            "praya.intents.lowering",
            "if owner not in [self.participant(acting) for acting in self.acting]:",
            "if False:",
        ),
    ),
    "issuer_unchecked": (
        Edit(
            "praya.intents.lowering",
            "if issuer not in [self.participant(acting) for acting in self.acting]:",
            "if False:",
        ),
    ),
    "receipt_counted_twice": (
        Edit(
            "praya.intents.issuance.mint_cash",
            "if lowering.ledger.document(name) is not None:",
            "if False:",
        ),
    ),
    "day_opened_before_its_time": (
        Edit(
            "praya.intents.calendar.open_day",
            "if self.date != following or self.date > latest:",
            "if self.date != following:",
        ),
    ),
    "record_date_missed": (
        Edit(
            "praya.intents.calendar.open_day",
            "events[:, t.EVENT_RECORD_DATE] < self.date",
            "events[:, t.EVENT_RECORD_DATE] < today",
        ),
    ),
    # Request ids and quotas.
    "request_id_forgotten_after_restart": (
        Edit(
            "praya.node.requests",
            "                self._enter(slot, int(row[t.REQUEST_PARTICIPANT]), "
            "row[1:3].tobytes(), int(row[7]))\n",
            "                pass\n",
        ),
    ),
    "used_id_takes_other_content": (
        Edit(EXECUTION, "if stored != envelope.id:", "if stored is None:"),
    ),
    "request_ids_never_expire": (
        Edit(
            "praya.node.requests",
            "if not self._expiries or self._expiries[0][0] >= block_time:",
            "if True:",
        ),
    ),
    "quota_forgotten": (
        Edit(EXECUTION, "if not self._within_quota(envelope, size):", "if False:"),
    ),
    "live_ids_unbounded": (Edit(EXECUTION, "if self.requests.is_full(requester):", "if False:"),),
    # Blocks.
    "header_chain_forked": (
        Edit(
            EXECUTION,
            "        self.headers.append(self.last_header)\n        self.height",
            "        self.height",
        ),
    ),
    "block_time_falls": (
        Edit(
            SOLO,
            "block_time = max(self._clock.now_ms(), self.executor.block_time)\n        foreseen",
            "block_time = self._clock.now_ms()\n        foreseen",
        ),
    ),
    "close_record_missing": (
        Edit(
            SOLO, "        self._journal.append([record])\n        if header", "        if header"
        ),
    ),
    "acknowledged_before_durable": (
        Edit(
            SOLO,
            "                self._journal.append(records)\n                return\n",
            "                waiting = self.__dict__.setdefault('_waiting', [])\n"
            "                waiting.append(records)\n"
            "                if len(waiting) > 1:\n"
            "                    self._journal.append(waiting.pop(0))\n"
            "                return\n",
        ),
    ),
    "due_work_left_after_restart": (
        Edit(
            SOLO,
            "        node._run_system_blocks()\n        return node\n",
            "        return node\n",
        ),
    ),
    "system_block_skipped_on_replay": (
        Edit(
            "praya.node.replay",
            "    executor.begin(done[0].block_time_ms)\n",
            "    if len(done) == 1:\n        executor.height += 1\n        return\n"
            "    executor.begin(done[0].block_time_ms)\n",
        ),
    ),
    # Snapshots.
    "block_after_snapshot_skipped": (
        Edit(
            SOLO, "        if record.height > height:\n", "        if record.height > height + 1:\n"
        ),
    ),
    "snapshot_of_the_block_before": (
        Edit(EXECUTION, "size, roots = self.headers_before\n", "size, roots = 0, ()\n"),
    ),
    "damaged_snapshot_served": (
        Edit("praya.storage.snapshots", "if _section_digest(content) != digest or", "if"),
        Edit(
            SOLO,
            "if block.chain_id != genesis.chain_id() or block.state_root != ledger.state.root():",
            "if block.chain_id != genesis.chain_id():",
        ),
    ),
    # The journal and the disk.
    "skipped_fsync": (
        Edit("praya.storage.files", "        os.fdatasync(descriptor)\n", "        pass\n"),
    ),
    "skipped_fsync_of_a_new_file": (
        Edit(
            "praya.storage.disk",
            "                files.synchronise(descriptor)\n",
            "                pass\n",
        ),
    ),
    "skipped_fsync_of_names": (
        Edit(
            "praya.storage.disk",
            "            os.rename(partial, self._path(name))\n"
            "            files.synchronise_folder(self.path)\n",
            "            os.rename(partial, self._path(name))\n",
        ),
    ),
    "failed_fsync_tried_again": (
        Edit(
            "praya.storage.files",
            "        os.fdatasync(descriptor)\n",
            "        try:\n            os.fdatasync(descriptor)\n"
            "        except OSError:\n            os.fdatasync(descriptor)\n",
        ),
    ),
    "file_replaced_in_place": (
        Edit(
            "praya.storage.disk",
            "        partial = self._path(name + _PARTIAL)\n",
            "        partial = self._path(name)\n",
        ),
    ),
    "failed_write_ignored": (
        Edit("praya.storage.files", 'raise OSError(errno.EIO, "writes stay short")', "return"),
        Edit(
            "praya.storage.files",
            "for _ in range(_ATTEMPTS_MAX):\n        done += os.pwrite",
            "for _ in range(1):\n        done += os.pwrite",
        ),
    ),
    "torn_tail_kept": (
        Edit(RECOVERY, "        disk.write(name, place.offset + start, zeros)\n", "        pass\n"),
    ),
    "seal_ignored": (
        Edit(
            RECOVERY,
            "return not self._anchor.is_clean and place >= self._anchor.place",
            "return place >= self._anchor.place",
        ),
    ),
    "witness_ignored": (
        Edit(RECOVERY, "return commit.place != lies or commit.durable > start", "return False"),
    ),
    "any_segment_start_is_torn": (
        Edit(
            RECOVERY,
            "if self._may_be_torn(start) and not self._has_witness(view, start):",
            "if True:",
        ),
    ),
    "clean_stop_not_left": (
        Edit(JOURNAL, "        self._leave_clean_stop()\n        self._make", "        self._make"),
    ),
    "segment_header_missing": (
        Edit(
            JOURNAL,
            "        self._disk.write(segment_name(segment), 0, header)\n",
            "        pass\n",
        ),
    ),
    "commit_digest_unchecked": (
        Edit(
            "praya.storage.commits",
            "if _digest(identity, view[start : start + length]) != digest:",
            "if digest is None:",
        ),
    ),
    "lost_commit_left_out": (
        Edit(
            "praya.storage.reading",
            "if before is not None and before != header.before.digest:",
            "if False:",
        ),
    ),
}
