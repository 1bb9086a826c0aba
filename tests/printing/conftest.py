"""The register of the operations' tests."""

from tests.operations.conftest import session, tools, workplace

__all__ = ["session", "tools", "workplace"]
