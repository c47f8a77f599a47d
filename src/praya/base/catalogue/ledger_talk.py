"""The words of the commands that make, write, read and verify a ledger.

They must not know how they are shown.
"""

from typing import Final

LEDGER_TALK: Final[dict[str, tuple[str, str]]] = {
    "fact.height": ("Height", "高度"),
    "fact.envelopes": ("Envelopes", "信封"),
    "fact.snapshots": ("Snapshots", "快照"),
    "fact.chain": ("Chain id", "鏈編號"),
    "fact.root": ("State root", "狀態根值"),
    "fact.header": ("Header hash", "標頭雜湊值"),
    "fact.supply": ("Supply", "流通量"),
    "fact.file": ("File", "檔案"),
    "fact.records": ("Records", "紀錄"),
    "fact.bytes": ("Bytes", "位元組"),
    "fact.genesis": ("Genesis hash", "創世雜湊值"),
    "verify.more": (
        "PATH is the folder of a ledger, or an export with --genesis and the hash you were given "
        "by another way: everything is executed again from the genesis. Or it is a proof, which "
        "is checked by itself; --head names the hash of a block that you trust.",
        "PATH 為帳本資料夾；或為匯出檔案，並以 --genesis 提供經另一途徑取得的雜湊值："
        "一切均由創世起重新執行。PATH 亦可為證明檔案，按其本身內容核實；"
        "--head 為你所信任的區塊雜湊值。",
    ),
    "verify.genesis": (
        "The hash of the genesis (chain id), in hex; needed for an export.",
        "創世雜湊值（鏈編號），以十六進制表示；核實匯出檔案時必須提供。",
    ),
    "verify.verified": (
        "Verified: every byte, every envelope, every root.",
        "已核實：每個位元組、每個信封、每個根值。",
    ),
    "verify.progress": (
        "Verifying: height {height}, {envelopes} envelopes",
        "核實中：高度 {height}，{envelopes} 個信封",
    ),
    "verify.open_block": (
        "Note: block {height} is in the journal and not closed, as after a crash. Nobody was told "
        "of it; it was checked and is not counted. The next start closes it.",
        "注意：日誌內的區塊 {height} 尚未結束，情況如同系統中斷之後。該區塊未曾向任何人確認；"
        "已核實但不予計算。下次啟動時會將其結束。",
    ),
    "export.more": (
        "DIR is the folder of a ledger, FILE a new file. Whoever has the file and the hash of the "
        "genesis can check all of it with praya verify.",
        "DIR 為帳本資料夾，FILE 為新檔案。持有該檔案及創世雜湊值者，"
        "即可以 praya verify 核實全部內容。",
    ),
    "export.next": (
        "To check it: praya verify {file} --genesis {genesis}",
        "核實方法：praya verify {file} --genesis {genesis}",
    ),
    "fact.folder": ("Folder", "資料夾"),
    "fact.name": ("Name", "名稱"),
    "fact.code": ("Code", "代碼"),
    "fact.suite": ("Signatures", "簽署方式"),
    "fact.date": ("Business date", "營業日"),
    "fact.mode": ("Durability by", "持久方式"),
    "fact.key_number": ("Key set", "密鑰組"),
    "fact.envelope_id": ("Envelope id", "信封編號"),
    "fact.signature": ("Signature", "簽署"),
    "fact.row": ("Row", "行"),
    "fact.block_time": ("Block time", "區塊時間"),
    "fact.envelopes_root": ("Envelopes root", "信封根值"),
    "fact.results_digest": ("Results digest", "結果摘要"),
    "fact.headers_root": ("Headers root", "標頭根值"),
    "fact.skip": ("Skipped envelope", "略過的信封"),
    "fact.participants": ("Participants", "參與機構"),
    "fact.accounts": ("Accounts", "帳戶"),
    "fact.assets": ("Assets", "資產"),
    "fact.holds": ("Holds", "預留"),
    "fact.state": ("State", "狀況"),
    "fact.owner": ("Owner", "擁有者"),
    "fact.kind": ("Kind", "類別"),
    "fact.attributes": ("Attributes", "屬性"),
    "fact.flags": ("Restrictions", "限制"),
    "fact.issuer": ("Issuer", "發行人"),
    "fact.instrument": ("Instrument", "工具類別"),
    "fact.decimals": ("Decimals", "小數位數"),
    "fact.issue_limit": ("Issue limit", "發行上限"),
    "fact.required_attributes": ("Holders must be", "持有人須具備"),
    "state.active": ("active", "有效"),
    "state.suspended": ("suspended", "已暫停"),
    "state.paused": ("paused", "已暫停"),
    "state.closed": ("closed", "已結束"),
    "state.sweeping": ("being paused position by position", "正逐一暫停持倉"),
    "state.debit_frozen": ("debits frozen", "凍結扣帳"),
    "state.credit_frozen": ("credits frozen", "凍結入帳"),
    "state.pending": ("pending", "待處理"),
    "state.recorded": ("holders recorded", "已記錄持有人"),
    "state.paid": ("paid", "已付"),
    "state.converted": ("converted", "已轉換"),
    "event.number": ("Event", "事項"),
    "event.kind": ("Kind", "類別"),
    "event.record_date": ("Record date", "紀錄日"),
    "event.payment_date": ("Payment date", "付款日"),
    "event.state": ("State", "狀況"),
    "event_kind.record": ("record", "紀錄"),
    "event_kind.distribution": ("distribution", "派息"),
    "event_kind.redemption": ("redemption", "贖回"),
    "event_kind.conversion": ("conversion", "轉換"),
    "keys.more": (
        "ACTION is new, show or document. DIR holds the keys of one institution and stays with it. "
        "document prints, in hex, what an operator of a ledger admits the institution by: the "
        "field of governance.admit_participant.",
        "ACTION 為 new、show 或 document。DIR 存放一家機構的密鑰，由該機構保管。"
        "document 以十六進制列出帳本營運者接納該機構所用的文件，"
        "即 governance.admit_participant 的欄位。",
    ),
    "keys.code": ("Code of the institution, for new.", "機構代碼，用於 new。"),
    "keys.suite": ("Signatures the keys can give.", "密鑰可作的簽署。"),
    "keys.licence": ("Licence of the institution, for document.", "機構牌照，用於 document。"),
    "keys.name_en": ("English name, for document.", "英文名稱，用於 document。"),
    "keys.name_zh": ("Chinese name, for document.", "中文名稱，用於 document。"),
    "keys.made": (
        "The private keys are in {folder}, readable by this user only and not encrypted. Keep a "
        "copy of the folder in a safe place: nobody can make them again.",
        "私人密鑰存於 {folder}，只有本使用者可讀取，並未加密。請將資料夾副本存放於安全地方："
        "任何人均無法再次產生這些密鑰。",
    ),
    "init.more": (
        "DIR is a new or empty folder. Each --keys names a key directory (praya keys new): the "
        "first is the central bank, which operates the ledger and opens its days; the others are "
        "banks.",
        "DIR 為新的或空置的資料夾。每個 --keys 指明一個密鑰資料夾（praya keys new）："
        "首個為中央銀行，負責營運帳本及開啟營業日；其餘為銀行。",
    ),
    "init.keys": (
        "Keys of a first participant; again for more.",
        "首批參與機構的密鑰；可重複使用。",
    ),
    "init.founded_on": (
        "A ledger to go on from: its balances, documents and keys, on a chain of its own.",
        "承接另一帳本：沿用其結餘、文件及密鑰，另立新鏈。",
    ),
    "init.name": (
        "Name of the ledger. Default: that of the folder.",
        "帳本名稱，預設為資料夾名稱。",
    ),
    "init.date": (
        "First business date. Default: today, or the next business day.",
        "首個營業日，預設為今日或下一個營業日。",
    ),
    "init.calendar": (
        "Calendar as JSON. Default: Hong Kong banking days.",
        "JSON 格式的日曆，預設為香港銀行營業日。",
    ),
    "init.segment": ("Size of a journal segment in MiB, 1 to 64.", "日誌段大小（MiB），1 至 64。"),
    "init.suite": ("Signatures the ledger demands of institutions.", "帳本要求機構作出的簽署。"),
    "init.next": (
        "Next: praya sign VERB BODY.json --keys DIR --chain {chain} --out FILE, then: praya submit "
        "{folder} FILE",
        "下一步：praya sign VERB BODY.json --keys DIR --chain {chain} --out FILE，"
        "然後 praya submit {folder} FILE",
    ),
    "submit.more": (
        "DIR is the folder of a ledger that no other process writes. Each FILE is one envelope; "
        "they are submitted in the order given.",
        "DIR 為沒有其他程序寫入的帳本資料夾。每個 FILE 為一個信封，按所列次序提交。",
    ),
    "submit.file": ("Envelope", "信封"),
    "submit.status": ("Status", "狀態"),
    "submit.height": ("Block.Index", "區塊.序號"),
    "submit.unrecorded": ("not recorded", "未入帳"),
    "submit.rows": ("Rows", "行數"),
    "submit.row": ("{file}, row {row}: {status}", "{file}，第 {row} 行：{status}"),
    "submit.repeated": ("(said before)", "（先前已答覆）"),
    "sign.more": (
        "VERB is a request such as settlement.transfer, BODY a JSON file of its fields. The "
        "envelope in FILE is valid for a day and counts once, however often it is submitted.",
        "VERB 為請求，例如 settlement.transfer；BODY 為載有其欄位的 JSON 檔案。"
        "FILE 內的信封有效一日，不論提交多少次，只計算一次。",
    ),
    "sign.keys": ("Keys of the institution that asks.", "提出請求的機構的密鑰。"),
    "sign.chain": ("Chain id of the ledger, in hex.", "帳本的鏈編號，以十六進制表示。"),
    "sign.out": ("New file for the envelope.", "存放信封的新檔案。"),
    "sign.cosign": (
        "Keys of one who acts with it; again for more.",
        "共同行事者的密鑰；可重複使用。",
    ),
    "sign.yes": ("At a terminal, sign without asking.", "在終端機上不經詢問直接簽署。"),
    "sign.ask": ("Sign this? [y/N] ", "簽署以上內容？[y/N] "),
    "show.more": (
        "PATH is the folder of a ledger or an envelope file. For a folder, KIND and NAMES choose: "
        "block HEIGHT, envelope HEIGHT INDEX, asset CODE, account CODE, participant CODE; without "
        "them, the ledger itself is shown.",
        "PATH 為帳本資料夾或信封檔案。如為資料夾，以 KIND 及 NAMES 選擇：block HEIGHT、"
        "envelope HEIGHT INDEX、asset CODE、account CODE、participant CODE；"
        "如不選擇，則顯示帳本本身。",
    ),
    "show.all": ("Show every row, not only the first.", "顯示所有行，而非只顯示開首各行。"),
    "show.more_rows": (
        "The first {shown} of {count}; all of them with --all.",
        "顯示 {count} 之中的首 {shown} 項；以 --all 顯示全部。",
    ),
    "block.index": ("Index", "序號"),
    "block.verb": ("Request", "請求"),
    "block.acting": ("Acting", "行事機構"),
    "block.amount": ("Amount", "數額"),
    "block.effects": ("Paid by the ledger itself", "由帳本自動支付"),
    "balances.more": (
        "DIR is the folder of a ledger; it is read only. The account ISSUE:CODE of an asset is its "
        "issuance: what is outstanding, as a negative number.",
        "DIR 為帳本資料夾，只作讀取。資產的 ISSUE:CODE 帳戶為其發行帳戶，以負數列出未贖回的數額。",
    ),
    "balances.asset": ("Holdings of this asset only.", "只列出此資產的持倉。"),
    "balances.account": ("Holdings of this account only.", "只列出此帳戶的持倉。"),
    "balances.head_account": ("Account", "帳戶"),
    "balances.head_kind": ("Kind", "類別"),
    "balances.head_owner": ("Owner", "擁有者"),
    "balances.head_asset": ("Asset", "資產"),
    "balances.head_available": ("Available", "可用"),
    "balances.head_held": ("Held", "已預留"),
    "show.document": ("{size} bytes, SHA-256 {digest}", "{size} 位元組，SHA-256 {digest}"),
    "participant.code": ("Code", "代碼"),
    "participant.name_en": ("English name", "英文名稱"),
    "participant.name_zh": ("Chinese name", "中文名稱"),
    "participant.lei": ("LEI", "法律實體識別碼"),
    "participant.licence": ("Licence", "牌照"),
    "participant.until": ("Licence ends", "牌照屆滿"),
    "participant.roles": ("Roles", "角色"),
    "participant.keys": ("Key set {number}", "密鑰組 {number}"),
    "participant.policy": ("Signatures for {verb}", "{verb} 所需簽署"),
    "participant.rule": ("{threshold} of: {keys}", "以下其中 {threshold} 個：{keys}"),
    "participant.persons": (", {persons} of them persons", "，其中 {persons} 名人士"),
    "participant.inactive": (" (inactive)", "（已停用）"),
    "licence.central_bank": ("central bank", "中央銀行"),
    "licence.government": ("government", "政府"),
    "licence.bank": ("bank", "銀行"),
    "licence.broker": ("broker", "經紀"),
    "licence.custodian": ("custodian", "託管人"),
    "licence.market_operator": ("market operator", "市場營運者"),
    "licence.corporate": ("corporate", "企業"),
    "licence.supervisor": ("supervisor", "監管機構"),
    "role.operator": ("operates the ledger", "營運帳本"),
    "role.calendar": ("opens business days", "開啟營業日"),
    "key_kind.institution": ("institution", "機構"),
    "key_kind.person": ("person", "人士"),
    "key_kind.passkey": ("person with a passkey", "持通行密鑰的人士"),
}
