"""The profiles that come with the program name fields that exist, their source, and how sure they are."""

import tomllib

from desktop.fields.definitions import FIELDS
from desktop.paths import resources_folder

FOLDER = resources_folder() / "profiles"
CASES = {"imported", "state_stock", "to_civilians", "moved", "lot", "recovered"}


def test_every_profile_asks_for_fields_that_exist_and_says_where() -> None:
    for path in FOLDER.glob("*.toml"):
        profile = tomllib.loads(path.read_text(encoding="utf-8"))
        assert profile.keys() == {"name", "source", "certainty", "asks"}, path.name
        assert profile["certainty"] in {"checked", "to_confirm"}
        for ask in profile["asks"]:
            assert ask["fields"]
            assert set(ask["fields"]) <= set(FIELDS), path.name
            assert ask["need"] in {"required", "encouraged"}
            assert ask["where"]
            assert ask.get("only_for", "imported") in CASES


def test_the_identity_of_the_instrument_is_the_programs() -> None:
    minimum = tomllib.loads((FOLDER / "iti-minimum.toml").read_text(encoding="utf-8"))
    always = {field for ask in minimum["asks"] if "only_for" not in ask for field in ask["fields"]}
    assert always == {field.name for field in FIELDS.values() if field.identity}


def test_the_readme_lists_every_profile() -> None:
    described = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"`{path.stem}`" in described for path in FOLDER.glob("*.toml"))
