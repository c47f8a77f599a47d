"""A limit on everything, each with its reason; consensus limits belong to the protocol."""

# Amounts and identifiers
AMOUNT_MAX = 2**63 - 1  # one signed 64-bit column; sums are checked before they are made
DECIMALS_MAX = 9  # nine decimals and 9.2e9 whole units fit one amount; finer chains use dust assets
CODE_BYTES_MAX = 32  # a participant, account or asset code: four 64-bit words, so a column

# Envelopes
BATCH_ROWS_MAX = 8_190  # a batch of 24-byte rows with its header stays under 200 KB
BATCH_ASSETS_MAX = 64  # a person can read a summary of 64 control totals, not of 6,000
ACTING_MAX = 16  # participants acting in one envelope; the kernel looks through them per row
SIGNATURES_MAX = 64  # four signatures per acting participant
HEADER_BYTES_MAX = 65_536  # a header is decoded before anybody is known to have sent it
SECTION_BYTES_MAX = 1_048_576  # a detached section: five times a full batch
ENVELOPE_BYTES_MAX = 1_310_720  # header, section, signatures and padding
ENCODING_DEPTH_MAX = 12  # nesting of one encoded value; terms need six
REQUEST_VALIDITY_MS_MAX = 30 * 86_400_000  # request ids stay in state until they expire
REQUESTS_LIVE_MAX = 1_000_000  # request ids one participant may keep alive
QUOTA_ROWS_PER_BLOCK = 16 * BATCH_ROWS_MAX  # one participant may fill a solo block, no more
QUOTA_BYTES_PER_BLOCK = 8 * 1_048_576  # the same for bytes
SALT_BYTES = 16  # hides a balance behind its hash: 128 bits cannot be searched

# Blocks
BLOCK_ENVELOPES_MAX = 16  # a solo block closes here: the root of the block is shared by sixteen
SYSTEM_EVENTS_PER_BLOCK = 64  # due events one block may begin with; the rest wait for the next
SWEEP_POSITIONS_PER_BLOCK = 65_536  # guards rewritten at once; more proceed by cursor

# State
PARTICIPANTS_MAX = 65_535  # the controller has sixteen bits of the guard
POSITIONS_PER_ACCOUNT_MAX = 1_024  # a change of the account rewrites each guard
EXTENT_POSITIONS = 64  # positions of one asset that lie together
EVENTS_PENDING_MAX = 65_536  # payments the ledger may have before it: one opening records them all
EVENTS_PENDING_PER_ISSUER_MAX = 8_192  # one issuer cannot take all of them
PAGE_BYTES = 16_384  # the leaf of a table's root
DOCUMENT_BYTES_MAX = 262_144  # a term sheet with its annexes; larger ones are stored by hash
LOWERING_STEPS_MAX = 100_000  # work one request may cause before its rows are known

# Storage
SEGMENT_BYTES_MIN = 65_536
SEGMENT_BYTES_MAX = 67_108_864
BLOCK_DEVICE_BYTES = 4_096  # direct writes are aligned to this
