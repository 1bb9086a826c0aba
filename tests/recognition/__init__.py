"""The recognition room: engines, decoding, choosing, calibration."""
