"""What each planted bug breaks, in one sentence: blocks, disk, copies, proofs and what came later.

They must not know how a bug is planted, nor how they are shown.
"""

from typing import Final

PLANTED_STORAGE_TALK: Final[dict[str, tuple[str, str]]] = {
    "canary.header_chain_forked": (
        "A block is left out of the tree of headers.",
        "有區塊沒有計入標頭樹。",
    ),
    "canary.block_time_falls": (
        "Block time falls when the clock goes back.",
        "時鐘倒退時區塊時間亦倒退。",
    ),
    "canary.close_record_missing": (
        "A block ends without its close record.",
        "區塊結束而沒有結束紀錄。",
    ),
    "canary.acknowledged_before_durable": (
        "An answer is given before it is durable.",
        "未持久保存已作答覆。",
    ),
    "canary.due_work_left_after_restart": (
        "What is due is not done after a restart.",
        "重新啟動後沒有處理到期事項。",
    ),
    "canary.system_block_skipped_on_replay": (
        "Blocks of the ledger's own are skipped in a replay.",
        "重播時略過帳本自身的區塊。",
    ),
    "canary.effects_never_told": (
        "What the ledger pays is told to nobody.",
        "帳本所作的支付沒有向外通報。",
    ),
    "canary.block_after_snapshot_skipped": (
        "The first block after a snapshot is skipped.",
        "略過快照之後的首個區塊。",
    ),
    "canary.snapshot_of_the_block_before": (
        "A snapshot holds the tree of headers of another block.",
        "快照所存的標頭樹屬另一區塊。",
    ),
    "canary.damaged_snapshot_served": ("A damaged snapshot is served.", "損壞的快照仍獲採用。"),
    "canary.skipped_fsync": ("A write is not synchronised.", "寫入沒有同步到儲存裝置。"),
    "canary.skipped_fsync_of_a_new_file": (
        "A new file is not synchronised.",
        "新檔案沒有同步到儲存裝置。",
    ),
    "canary.skipped_fsync_of_names": (
        "The name of a new file is not synchronised.",
        "新檔案的名稱沒有同步到儲存裝置。",
    ),
    "canary.failed_fsync_tried_again": (
        "A synchronisation that failed is tried again and believed.",
        "同步失敗後重試，並信以為真。",
    ),
    "canary.file_replaced_in_place": (
        "A file is replaced by writing over it.",
        "以覆寫方式更換檔案。",
    ),
    "canary.direct_write_of_a_part_of_a_block": (
        "Past the cache, a part of a device block is written.",
        "不經快取寫入不足一個裝置區塊的內容。",
    ),
    "canary.direct_write_from_unaligned_memory": (
        "Past the cache, memory that is not aligned is written.",
        "不經快取寫入沒有對齊的記憶體。",
    ),
    "canary.failed_write_ignored": (
        "A write that stays short is taken for done.",
        "未寫足的寫入當作完成。",
    ),
    "canary.found_bytes_not_written_again": (
        "A start builds on bytes that only the system's cache may hold.",
        "啟動時依賴可能只存於系統快取的位元組。",
    ),
    "canary.tail_of_several_segments_refused": (
        "A torn end that lies in two segments is taken for damage.",
        "橫跨兩個日誌段的未完結尾當作損壞。",
    ),
    "canary.torn_tail_kept": ("A torn end is not cut.", "未完的結尾沒有截去。"),
    "canary.seal_ignored": (
        "Damage before a clean stop is taken for a torn end.",
        "正常停止之前的損壞當作未完的結尾。",
    ),
    "canary.witness_ignored": (
        "Damage before what is known durable is taken for a torn end.",
        "已知持久部分之前的損壞當作未完的結尾。",
    ),
    "canary.any_segment_start_is_torn": (
        "A segment whose start is damaged is taken for a new one.",
        "開首損壞的日誌段當作新段。",
    ),
    "canary.clean_stop_not_left": (
        "A running node still says that it stopped cleanly.",
        "節點運行期間仍標示為正常停止。",
    ),
    "canary.segment_header_missing": (
        "A segment is begun without its header.",
        "日誌段開始時沒有標頭。",
    ),
    "canary.commit_digest_unchecked": (
        "The digest of a commit is not checked.",
        "不核對提交的摘要。",
    ),
    "canary.lost_commit_left_out": (
        "Readers leave out a commit that the device lost.",
        "讀取者略過裝置遺失的提交。",
    ),
    "canary.answered_envelope_skipped": (
        "An envelope that was answered may be skipped.",
        "已答覆的信封可被略過。",
    ),
    "canary.skip_ordered_by_a_half": (
        "Half of the operators may order an envelope skipped.",
        "半數營運者即可下令略過信封。",
    ),
    "canary.skip_of_another_chain": (
        "An order to skip of another ledger is followed.",
        "執行另一帳本的略過指令。",
    ),
    "canary.skipped_envelope_runs_when_sent_again": (
        "A skipped envelope runs when it comes again.",
        "被略過的信封再次到達時獲執行。",
    ),
    "canary.founded_ledger_counts_from_one": (
        "A ledger founded on another counts its blocks from one.",
        "在另一帳本之上建立的帳本由一開始計算區塊。",
    ),
    "canary.founded_ledger_keeps_its_chain_id": (
        "A ledger founded on another keeps that one's chain id.",
        "在另一帳本之上建立的帳本沿用原有的鏈編號。",
    ),
    "canary.account_twice_in_columns": (
        "Columns may open one account twice.",
        "以欄位資料批量開戶時，同一帳戶可開兩次。",
    ),
    "canary.any_code_in_columns": (
        "Columns may open accounts with any code.",
        "以欄位資料批量開戶時，帳戶代碼不受限制。",
    ),
    "canary.replayed_headers_unchecked": (
        "A replay does not compare block headers.",
        "重播時不核對區塊標頭。",
    ),
    "canary.replayed_order_unchecked": (
        "A replay does not check the order of records.",
        "重播時不核對紀錄次序。",
    ),
    "canary.head_of_a_backup_ignored": (
        "A backup is restored that ends elsewhere than was demanded.",
        "備份的終點與要求不符，仍獲還原。",
    ),
    "canary.sweep_left_unfinished": (
        "A change of what an asset demands stops half way.",
        "資產要求的更改半途而廢。",
    ),
    "canary.sweep_ends_after_one_step": (
        "A change of what an asset demands ends after its first step.",
        "資產要求的更改在第一步後即告結束。",
    ),
    "canary.hold_not_counted_against_its_mandate": (
        "A hold placed under a mandate does not use it up.",
        "憑授權設立的預留不計入授權用量。",
    ),
    "canary.hold_past_its_mandate": (
        "A hold placed under a mandate may exceed it.",
        "憑授權設立的預留可超出授權。",
    ),
    "canary.hold_by_own_right_alone": (
        "A hold cannot be placed under a mandate.",
        "不能憑授權設立預留。",
    ),
    "canary.results_of_a_proof_unchecked": (
        "The results in a proof are not compared with the block's.",
        "證明內的結果沒有與區塊核對。",
    ),
    "canary.path_of_a_proof_unchecked": (
        "The path of a proof to a later header is not checked.",
        "不核對證明至其後標頭的路徑。",
    ),
    "canary.lost_block_still_followed": (
        "Who follows a ledger keeps a block that was lost in a crash.",
        "跟隨帳本者保留因斷電而遺失的區塊。",
    ),
    "canary.ids_purged_without_a_bound": (
        "Any number of expired request ids is purged in one block.",
        "一個區塊清除的過期請求編號不設上限。",
    ),
    "canary.expired_id_taken_before_it_is_purged": (
        "An expired request id counts as unused before it is purged.",
        "過期的請求編號未清除已當作未用。",
    ),
    "canary.document_past_the_limit": (
        "A document may be one byte larger than the limit.",
        "文件可超出上限一個位元組。",
    ),
    "canary.work_of_a_calendar_not_counted": (
        "Reading a calendar does not count towards the limit of work.",
        "讀取日曆不計入工作量上限。",
    ),
    "canary.payment_past_the_limit": (
        "An issuer may have one payment more waiting than the limit.",
        "發行人待付的款項可超出上限一筆。",
    ),
    "canary.recorded_payments_wait_for_nothing": (
        "Payments that are recorded and not paid do not count as waiting.",
        "已登記而未付的款項不計作待付。",
    ),
    "canary.records_of_one_issuer_unbounded": (
        "An issuer may have any number of holdings recorded in a day.",
        "發行人每日登記持有量的次數不設上限。",
    ),
    "canary.rule_of_an_area_passed_over": (
        "A rule of a key policy for a whole area is passed over.",
        "略過密鑰政策中整個範疇的規則。",
    ),
    "canary.rule_of_an_area_before_that_of_a_verb": (
        "A rule for a whole area goes before that of the verb itself.",
        "整個範疇的規則先於個別請求的規則。",
    ),
    "canary.person_counted_for_each_key_set": (
        "A person counts once for each of his key sets.",
        "同一人士按其密鑰組的數目重複計算。",
    ),
    "canary.key_set_that_no_rule_names_counts": (
        "A key set that a rule does not name counts as a signer.",
        "規則沒有列出的密鑰組計作簽署人。",
    ),
    "canary.policy_that_nobody_can_meet": (
        "A key policy is registered that no signatures can meet.",
        "可登記任何簽署均不能符合的密鑰政策。",
    ),
    "canary.position_past_the_limit": (
        "An account may have one position more than the limit.",
        "帳戶的持倉可超出上限一個。",
    ),
    "canary.participant_past_the_limit": (
        "A ledger may have one participant more than the limit.",
        "帳本的參與機構可超出上限一個。",
    ),
    "canary.copy_named_before_its_synchronisation": (
        "An export or backup gets its name before it is synchronised.",
        "匯出檔或備份未同步已獲命名。",
    ),
    "canary.copy_not_read_back": (
        "What was written to an export or backup is not read back.",
        "匯出檔或備份寫入後沒有回讀核對。",
    ),
    "canary.copy_digest_unchecked": (
        "The digest of an export or backup is not checked.",
        "不核對匯出檔或備份的摘要。",
    ),
    "canary.refused_copy_keeps_its_name": (
        "An export or backup that failed keeps its name.",
        "失敗的匯出檔或備份仍保留名稱。",
    ),
    "canary.copy_takes_the_place_of_another": (
        "An export or backup replaces a file that was there.",
        "匯出檔或備份取代原有的檔案。",
    ),
    "canary.unfinished_restore_under_its_name": (
        "A restore builds the folder under its final name.",
        "還原未完成已使用最終的資料夾名稱。",
    ),
    "canary.reader_ends_at_damage": (
        "A reader ends silently where the journal is damaged.",
        "讀取者遇到日誌損壞時無聲結束。",
    ),
    "canary.two_writers": (
        "Two nodes may write one ledger at a time.",
        "兩個節點可同時寫入同一帳本。",
    ),
    "canary.month_ends_not_kept": (
        "Interest periods do not keep to month ends.",
        "計息期沒有維持在月底。",
    ),
    "canary.long_stub_stands_alone": (
        "A long odd period is split into two.",
        "較長的不規則計息期被分為兩期。",
    ),
    "canary.stated_date_dropped": (
        "A first or last date that the terms state is left out.",
        "略去條款所列的首個或最後日期。",
    ),
    "canary.modified_following_leaves_the_month": (
        "A date that moves to the next business day leaves its month.",
        "順延至下一營業日的日期跨出該月。",
    ),
    "canary.day_count_mixed_up": (
        "One day count is taken for another.",
        "把一種日數計算方法當作另一種。",
    ),
    "canary.regular_dates_not_moved": (
        "A whole period that moved no longer pays a whole coupon.",
        "計息期因營業日調整後，整期不再支付足額利息。",
    ),
    "canary.last_period_ends_unmoved": (
        "The last interest period ends on an unadjusted day.",
        "最後一個計息期於未經調整的日子結束。",
    ),
    "canary.last_coupon_rounded": (
        "The rate of the last coupon is rounded.",
        "最後一期利息的比率被捨入。",
    ),
    "canary.interest_begins_with_the_issue": (
        "Interest begins on the issue date, whatever the terms state.",
        "不論條款如何，利息均由發行日起計。",
    ),
}
