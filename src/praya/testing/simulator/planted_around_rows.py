"""Planted bugs around the kernel: who may ask, request ids, blocks, the journal, the disk."""

from typing import Final

from praya.testing.simulator.mutation import Edit

JUDGE: Final = "praya.node.authentication"
VERIFY: Final = "praya.envelopes.verify"
KEYS: Final = "praya.envelopes.keys"
SIGNATURES: Final = "praya.envelopes.signatures"
BOND: Final = "praya.instruments.fixed_rate_bond"
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
    "second_signature_unchecked": (
        Edit(SIGNATURES, "return ml_dsa_65_valid(public_key, message, signature)", "return True"),
    ),
    "either_signature_suffices": (
        Edit(
            VERIFY,
            "if algorithms == set(key_set.demanded(suite)):",
            "if algorithms & set(key_set.demanded(suite)):",
        ),
    ),
    "suite_of_genesis_forgotten": (
        Edit(
            VERIFY,
            "if algorithms == set(key_set.demanded(suite)):",
            "if algorithms >= set(key_set.demanded(Suite.ED25519)):",
        ),
    ),
    "keys_of_another_suite": (
        Edit(
            KEYS,
            '_READ.demand(set(held) == set(key_set.demanded(suite)), "algorithms")',
            '_READ.demand(set(held) <= set(key_set.demanded(suite)), "algorithms")',
        ),
    ),
    "active_read_as_true": (
        Edit(
            KEYS,
            'active=_READ.boolean(fields[KeyField.ACTIVE], "active"),',
            'active=_READ.boolean(fields[KeyField.ACTIVE], "active") or True,',
        ),
    ),
    "signatures_twice_or_unordered": (
        Edit(VERIFY, "    if order != sorted(set(order)):", "    if False:"),
    ),
    "licence_expiry_not_read": (
        Edit(
            "praya.envelopes.participants",
            "        licence_expiry=expiry,\n        roles=_read_roles",
            "        licence_expiry=0,\n        roles=_read_roles",
        ),
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
    "licence_lapses_a_moment_early": (
        Edit(
            "praya.envelopes.participants",
            "return 0 < self.licence_expiry < block_time",
            "return 0 < self.licence_expiry <= block_time",
        ),
    ),
    # What documents come to.
    "holidays_are_business_days": (
        Edit(
            "praya.base.calendars",
            "return place == len(self.holidays) or self.holidays[place] != day",
            "return True",
        ),
    ),
    "coupon_too_high_by_half": (
        Edit(BOND, "numerator=flow.payoff.numerator,", "numerator=flow.payoff.numerator * 3 // 2,"),
    ),
    "record_date_a_day_early": (
        Edit(
            BOND,
            "calendar.add_business_days(flow.day, -terms.record_business_days)",
            "calendar.add_business_days(flow.day, -terms.record_business_days - 1)",
        ),
    ),
    "leaf_without_its_salt": (
        Edit(
            "praya.base.hashing",
            "return _LEAF.copy().update(position_salt + row).digest()",
            "return _LEAF.copy().update(row).digest()",
        ),
    ),
    # Request ids and quotas.
    "byte_quota_forgotten": (Edit(EXECUTION, " or bytes_used > QUOTA_BYTES_PER_BLOCK", ""),),
    "envelope_late_a_moment_early": (
        Edit(
            JUDGE,
            "if header.valid_until < block_time:",
            "if header.valid_until <= block_time:",
        ),
    ),
    "request_id_purged_a_moment_early": (
        Edit(
            "praya.node.requests",
            "self._expiries[0][0] >= block_time",
            "self._expiries[0][0] > block_time",
        ),
    ),
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
    "effects_never_told": (
        Edit(
            EXECUTION,
            "        if self._sink is not None and len(outcome.effects):",
            "        if False:",
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
    # Proofs, and who follows a ledger to make them.
    "results_of_a_proof_unchecked": (
        Edit(
            "praya.proofs.contents",
            "if results_digest([self.results]) != header.results_digest:",
            "if False:",
        ),
    ),
    "path_of_a_proof_unchecked": (
        Edit(
            "praya.proofs.chains",
            "if not content_included(encoded, index, later.height - first, "
            "later.headers_root, path):",
            "if False:",
        ),
    ),
    "lost_block_still_followed": (
        Edit(
            "praya.storage.following",
            "return len(view) == last.length and parse_commit(view, 0, identity) == last",
            "return True",
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
    "direct_write_of_a_part_of_a_block": (
        Edit(
            "praya.storage.files",
            "        write_all(descriptor, offset, staging[:whole])\n"
            "        os.ftruncate(descriptor, offset + filled)",
            "        write_all(descriptor, offset, staging[:filled])",
        ),
    ),
    "direct_write_from_unaligned_memory": (
        Edit(
            "praya.storage.disk",
            "if mode is SyncMode.DIRECT and not files.is_aligned(data):",
            "if False:",
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
    "found_bytes_not_written_again": (
        Edit(
            RECOVERY,
            "        _write_again(disk, found.newest, found.extent.end)",
            "        pass",
        ),
    ),
    "tail_of_several_segments_refused": (
        Edit(
            RECOVERY, "self._anchor.files or self._contiguous()", "self._anchor.files or last + 1"
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
