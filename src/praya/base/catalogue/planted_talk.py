"""What each planted bug breaks, in one sentence: rows and payments, and who may ask.

They must not know how a bug is planted, nor how they are shown.
"""

from typing import Final

PLANTED_TALK: Final[dict[str, tuple[str, str]]] = {
    "canary.mandate_ends_a_moment_early": (
        "A mandate ends one millisecond before its expiry.",
        "授權在到期前一毫秒失效。",
    ),
    "canary.hold_ends_a_moment_early": (
        "A hold ends one millisecond before its expiry.",
        "預留在到期前一毫秒失效。",
    ),
    "canary.fact_stale_a_moment_early": (
        "An attested fact is stale one millisecond too early.",
        "核證事實提早一毫秒視為過時。",
    ),
    "canary.effects_of_the_wrong_sign": (
        "What the ledger pays is told outside with the wrong sign.",
        "帳本所作的支付以相反的正負號向外通報。",
    ),
    "canary.overspent_by_one": (
        "An account may spend one minor unit more than it has.",
        "帳戶可多付一個最小單位。",
    ),
    "canary.issue_limit_off_by_one": (
        "One minor unit more than the issue limit may be issued.",
        "發行量可超出上限一個最小單位。",
    ),
    "canary.group_spends_what_it_has_not": (
        "The funds of a group are not checked at its end.",
        "交易組結束時不核對資金。",
    ),
    "canary.leg_left_alone": (
        "The rows before a refused one of a group stay applied.",
        "交易組被拒時，先前各行仍然生效。",
    ),
    "canary.debit_freeze_ignored": (
        "An account whose debits are frozen may pay.",
        "凍結扣帳的帳戶仍可付款。",
    ),
    "canary.pause_ignored": ("Units of a paused asset move.", "已暫停的資產仍可轉移。"),
    "canary.numbering_ignored": (
        "A batch may use positions that were opened after it was signed.",
        "批次可動用簽署之後才開立的持倉。",
    ),
    "canary.batch_mints": (
        "A signed batch may issue and redeem units.",
        "已簽署批次可發行及贖回單位。",
    ),
    "canary.anybody_may_debit": ("Anybody may debit any position.", "任何人均可從任何持倉扣帳。"),
    "canary.credit_freeze_ignored": (
        "An account whose credits are frozen is paid.",
        "凍結入帳的帳戶仍可收款。",
    ),
    "canary.eligibility_ignored": (
        "An account without the required attributes is paid.",
        "不具所需屬性的帳戶仍可收款。",
    ),
    "canary.mandate_not_decreased": (
        "What a mandate allows does not decrease when it is used.",
        "授權使用後餘額不減。",
    ),
    "canary.mandate_limit_off_by_one": (
        "A mandate allows one minor unit more than it says.",
        "授權可多扣一個最小單位。",
    ),
    "canary.mandate_period_ignored": (
        "What was used within a period is not counted.",
        "不計算每期已用的數額。",
    ),
    "canary.mandate_expiry_ignored": (
        "A mandate is good after its expiry.",
        "授權到期後仍然有效。",
    ),
    "canary.revoked_mandate_used": ("A revoked mandate may be used.", "已撤銷的授權仍可使用。"),
    "canary.mandate_for_anybody": (
        "A mandate may be used by others than it was granted to.",
        "授權可由其他機構使用。",
    ),
    "canary.hold_released_twice": (
        "A hold that has ended may be paid out again.",
        "已終結的預留可再次付出。",
    ),
    "canary.expired_hold_posted": ("An expired hold is paid out.", "已到期的預留仍可付出。"),
    "canary.more_posted_than_held": (
        "More may be paid out than a hold reserves.",
        "付出的數額可多於預留。",
    ),
    "canary.any_proof_does": (
        "A hold by proof is released by any proof.",
        "任何證明均可解除憑證明的預留。",
    ),
    "canary.hold_paid_to_another": (
        "A hold is paid to another account than it names.",
        "預留付予所列以外的帳戶。",
    ),
    "canary.hold_of_any_holder": (
        "Anybody may release a hold that belongs to its holder.",
        "任何人均可解除屬持有人的預留。",
    ),
    "canary.hold_not_taken_from_available": (
        "A reserved amount stays available.",
        "已預留的數額仍可動用。",
    ),
    "canary.coupon_paid_twice": ("A payment that was made stays due.", "已作的支付仍列為到期。"),
    "canary.redemption_not_burning": ("Redeemed units are not taken back.", "贖回的單位沒有收回。"),
    "canary.coupon_rounded_down": (
        "A coupon of half a minor unit or more is rounded down.",
        "利息的半個最小單位或以上被捨去。",
    ),
    "canary.remainders_to_the_last": (
        "Remainders go to the last holders, not to the largest remainders.",
        "餘數給予最後的持有人，而非餘數最大者。",
    ),
    "canary.frozen_payee_credited": (
        "A payment goes to an account that may not be credited.",
        "款項付予不可收款的帳戶。",
    ),
    "canary.held_units_not_recorded": (
        "Held units are left out on the record date.",
        "登記日的紀錄漏計預留的單位。",
    ),
    "canary.closed_asset_moves": (
        "Units of an asset that has ended move.",
        "已終結的資產仍可轉移。",
    ),
    "canary.payer_short_pays": (
        "The ledger pays for an issuer that has not the money.",
        "發行人資金不足，帳本仍代為支付。",
    ),
    "canary.control_total_unchecked": (
        "The control totals of a batch are not checked.",
        "不核對批次的控制總額。",
    ),
    "canary.decimals_unchecked": (
        "The decimals that a batch states are not checked.",
        "不核對批次所列的小數位。",
    ),
    "canary.dirty_page_forgotten": (
        "A page that was written is left out of the root.",
        "曾寫入的頁沒有計入根值。",
    ),
    "canary.reserve_sets_no_limit": (
        "An attested reserve does not set the issue limit.",
        "核證的儲備沒有訂定發行上限。",
    ),
    "canary.salt_reused": (
        "All positions of a request get one salt.",
        "同一請求的持倉共用一個鹽值。",
    ),
    "canary.request_is_no_group": (
        "The rows of a request are applied one by one.",
        "請求的各行逐一生效，而非整體生效。",
    ),
    "canary.stale_compiled_code": (
        "The kernel runs other code than its source; its own check must stop the node.",
        "核心執行與原始碼不符的程式碼；自我檢查須停止節點。",
    ),
    "canary.signature_unchecked": ("Signatures are not checked.", "不核實簽署。"),
    "canary.policy_unchecked": ("Key policies are not asked.", "不核對密鑰政策。"),
    "canary.retired_key_accepted": ("A retired key set may sign.", "已停用的密鑰組仍可簽署。"),
    "canary.second_signature_unchecked": (
        "The second signature of a key set is not checked.",
        "不核實密鑰組的第二個簽署。",
    ),
    "canary.either_signature_suffices": (
        "One of two demanded signatures suffices.",
        "所需的兩個簽署只有其一亦獲接納。",
    ),
    "canary.suite_of_genesis_forgotten": (
        "A ledger that asks for two signatures takes one.",
        "要求兩個簽署的帳本接納單一簽署。",
    ),
    "canary.keys_of_another_suite": (
        "A participant is registered with fewer keys than the ledger demands.",
        "參與機構登記的密鑰少於帳本所需。",
    ),
    "canary.active_read_as_true": (
        "A retired key set is read as active.",
        "已停用的密鑰組讀作有效。",
    ),
    "canary.signatures_twice_or_unordered": (
        "Signatures may stand twice or out of order.",
        "簽署可重複或不按次序。",
    ),
    "canary.licence_expiry_not_read": (
        "The expiry of a licence is not read.",
        "不讀取牌照的到期日。",
    ),
    "canary.suspension_ignored": ("A suspended participant may act.", "被暫停的參與機構仍可行事。"),
    "canary.lapsed_licence_accepted": (
        "A participant whose licence lapsed may act.",
        "牌照失效的參與機構仍可行事。",
    ),
    "canary.role_unchecked": (
        "A request that needs a role is taken from anybody.",
        "須具角色的請求任何人均可提出。",
    ),
    "canary.late_envelope_accepted": ("An envelope is taken after its time.", "信封過期仍獲接納。"),
    "canary.other_chain_accepted": (
        "An envelope for another ledger is taken.",
        "給另一帳本的信封獲接納。",
    ),
    "canary.section_unchecked": (
        "The rows of an envelope need not be those that were signed.",
        "信封內各行不必是所簽署者。",
    ),
    "canary.accounts_of_others": (
        "A request may use accounts of others.",
        "請求可動用他人的帳戶。",
    ),
    "canary.issuer_unchecked": (
        "Others than its issuer may change an asset.",
        "發行人以外者可更改資產。",
    ),
    "canary.receipt_counted_twice": ("A payment received counts twice.", "同一筆收款可計算兩次。"),
    "canary.day_opened_before_its_time": (
        "A business day is opened before it has come.",
        "營業日未到已可開啟。",
    ),
    "canary.record_date_missed": (
        "Holdings of a record date are not recorded.",
        "沒有記錄登記日的持有量。",
    ),
    "canary.licence_lapses_a_moment_early": (
        "A licence lapses one millisecond too early.",
        "牌照提早一毫秒失效。",
    ),
    "canary.holidays_are_business_days": ("Holidays count as business days.", "假期計作營業日。"),
    "canary.coupon_too_high_by_half": (
        "A bond pays half as much again as its terms say.",
        "債券支付的數額比條款多一半。",
    ),
    "canary.record_date_a_day_early": (
        "Record dates are one business day early.",
        "登記日提早一個營業日。",
    ),
    "canary.leaf_without_its_salt": (
        "The leaf of a position is made without its salt.",
        "持倉的葉值沒有加入鹽值。",
    ),
    "canary.byte_quota_forgotten": (
        "The quota of bytes in a block is not kept.",
        "不遵守每個區塊的位元組限額。",
    ),
    "canary.envelope_late_a_moment_early": (
        "An envelope is late one millisecond too early.",
        "信封提早一毫秒視為過期。",
    ),
    "canary.request_id_purged_a_moment_early": (
        "A request id is forgotten one millisecond too early.",
        "請求編號提早一毫秒被遺忘。",
    ),
    "canary.request_id_forgotten_after_restart": (
        "Request ids are forgotten in a restart.",
        "重新啟動後遺忘請求編號。",
    ),
    "canary.used_id_takes_other_content": (
        "Other content under a used request id gets the first answer.",
        "以用過的請求編號發送其他內容，會得到最初的答覆。",
    ),
    "canary.request_ids_never_expire": ("Request ids are kept for ever.", "請求編號永不過期。"),
    "canary.quota_forgotten": ("Quotas of a block are not kept.", "不遵守區塊限額。"),
    "canary.live_ids_unbounded": (
        "A participant may have any number of live request ids.",
        "參與機構的有效請求編號不設上限。",
    ),
}
