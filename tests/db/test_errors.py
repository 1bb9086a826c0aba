from db.errors import Cancelled, Exit, Expected


def test_a_developer_sees_the_key_and_its_values() -> None:
    assert str(Expected("disk_full", Exit.DISK)) == "disk_full"
    assert str(Expected("user_exists", Exit.REFUSED, name="Amina")) == "user_exists {'name': 'Amina'}"


def test_stopping_is_told_as_such() -> None:
    assert (Cancelled().key, Cancelled().exit_code) == ("cancelled", Exit.STOPPED)
