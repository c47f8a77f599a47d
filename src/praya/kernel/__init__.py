"""The pure state transition: rows in, statuses and a root out. It knows no bond and no clock."""
