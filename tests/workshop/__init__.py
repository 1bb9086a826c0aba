"""The workshop's tests."""
