"""The words of `praya prove` and proof files.

They must not know how they are shown. Those under `proof.says` stand in proof files and are checked
with them: they are part of the format, and another wording would refuse every file written before.
"""

from typing import Final

PROOF_TALK: Final[dict[str, tuple[str, str]]] = {
    "proof.says.block": (
        "Block {height} belongs to the chain that goes on to block {later_height}.",
        "區塊 {height} 屬於延續至區塊 {later_height} 的鏈。",
    ),
    "proof.says.consistency": (
        "The chain at height {height} is the beginning of the chain at height {later_height}: "
        "nothing before was changed.",
        "高度 {height} 的鏈是高度 {later_height} 的鏈的開首：此前內容未有任何更改。",
    ),
    "proof.says.envelope": (
        "Envelope {index} of block {height}, {verb} by {acting}, was answered {status}.",
        "區塊 {height} 的信封 {index}（{acting} 提出的 {verb}）獲答覆 {status}。",
    ),
    "proof.says.transfer": (
        "In block {height}, {amount} {asset} was transferred from {source} to {target}.",
        "於區塊 {height}，{amount} {asset} 由 {source} 轉予 {target}。",
    ),
    "proof.says.position": (
        "At the close of {date}, account {account} held {amount} {asset}.",
        "於 {date} 收市時，帳戶 {account} 持有 {amount} {asset}。",
    ),
    "proof.says.document": (
        "After block {height}, document “{name}” stood at version {version}.",
        "於區塊 {height} 之後，文件「{name}」為第 {version} 版。",
    ),
    "proof.verified": ("The proof holds: {statement}", "證明成立：{statement}"),
    "proof.block_hash": ("{height}: {hash}", "{height}（雜湊值 {hash}）"),
    "proof.fact.chain": ("Chain id", "鏈編號"),
    "proof.fact.block": ("Block", "區塊"),
    "proof.fact.hash": ("Hash of this block", "該區塊的雜湊值"),
    "proof.fact.later": ("Later block", "較後區塊"),
    "proof.fact.later_hash": ("Hash of the later block", "較後區塊的雜湊值"),
    "proof.fact.rows": ("Rows, and refused", "列數及遭拒列數"),
    "proof.fact.document": ("Document", "文件"),
    "proof.fact.file": ("Proof", "證明檔案"),
    "proof.fact.bytes": ("Bytes", "位元組"),
    "proof.fact.states": ("What it states", "內容"),
    "proof.trusted": (
        "The hash you trust is that of a block that proves it: what is stated is true on that "
        "ledger.",
        "你所信任的雜湊值屬於可資證明的區塊：所述內容在該帳本上屬實。",
    ),
    "proof.untrusted": (
        "This is worth as much as the block hash, which you have not confirmed. Get the hash of "
        "block {height} from somebody you trust: your own node or an institution's (praya show "
        "LEDGER block {height}), a ledger you verified (praya verify LEDGER), or what a regulator "
        "publishes. Then give it here: --head HASH",
        "此證明的價值取決於區塊雜湊值，而你尚未確認該值。"
        "請向你信任的來源取得區塊 {height} 的雜湊值："
        "你或某機構的節點（praya show 帳本 block {height}）、經你核實的帳本（praya verify 帳本），"
        "或監管機構公布的數值。然後加上：--head 雜湊值",
    ),
    "proof.usage": (
        "python -m praya.proofs FILE [--head HEX] [--genesis HEX] [--lang en|zh-HK] [--json]",
        "用法：python -m praya.proofs 檔案 [--head HEX] [--genesis HEX] [--lang en|zh-HK] [--json]",
    ),
    "prove.more": (
        "KIND and what it takes: position ACCOUNT ASSET DATE; document NAME; block HEIGHT; "
        "envelope HEIGHT INDEX; consistency HEIGHT HEIGHT. The proof goes to standard output, or "
        "to a new file with --out. Anybody checks it with: praya verify FILE",
        "KIND 及其參數：position 帳戶 資產 日期；document 名稱；block 高度；"
        "envelope 高度 索引；consistency 高度 高度。證明寫到標準輸出，"
        "或以 --out 寫入新檔案。任何人均可核實：praya verify 檔案",
    ),
    "prove.dir": ("The folder of the ledger.", "帳本的資料夾。"),
    "prove.out": ("Write the proof to this new file.", "將證明寫入此新檔案。"),
    "prove.height": (
        "With a document: as the block of this height left it. Default: the last closed block.",
        "用於文件：以該高度的區塊之後為準。預設：最後一個已結束的區塊。",
    ),
    "prove.through": (
        "Link the proof to the block of this later height. Default: the last closed block.",
        "將證明連結至此較後高度的區塊。預設：最後一個已結束的區塊。",
    ),
    "prove.next": (
        "Anybody can check it: praya verify {file}",
        "任何人均可核實：praya verify {file}",
    ),
    "verify.head": (
        "Hash of a block that you trust, 64 hex digits: of a proof, one of its blocks; of a "
        "ledger, its last.",
        "你所信任的區塊雜湊值（64 個十六進位數字）："
        "如屬證明，為其中一個區塊；如屬帳本，為最後區塊。",
    ),
}
