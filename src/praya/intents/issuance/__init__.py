"""Assets and their units: defining, minting, redeeming, amending."""
