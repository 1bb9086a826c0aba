"""Only the armoury's own key signs its manifest, and a signature holds for nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.errors import Expected
from desktop.exchange.folder import seal_files, signed, verify_folder, write_folder
from desktop.exchange.manifest import MANIFEST, SIGNATURE
from desktop.exchange.signature import (
    PublicKey,
    Purpose,
    SigningKey,
    check_signature,
    new_signing_key,
    sign,
    signer_of,
)
from desktop.messages import sentence
from tests.exchange.builders import default_columns, header, many

KEY = new_signing_key(bytes(range(32)))
OTHER = SigningKey(bytes(32))
DATA = b'{"format": "ledgermark-batch/1"}\n'


def refusal(
    data: bytes, signature: bytes, purpose: Purpose = Purpose.MANIFEST, key: PublicKey = KEY.public
) -> str:
    try:
        check_signature(data, signature, purpose, key)
    except Expected as refused:
        return refused.key if sentence(refused.key, refused.values) else "no sentence"
    return ""


@given(st.binary(max_size=200), st.binary(min_size=32, max_size=32), st.sampled_from(Purpose))
@settings(max_examples=30, deadline=None)
def test_a_signature_holds_for_what_was_signed(data: bytes, seed: bytes, purpose: Purpose) -> None:
    key = SigningKey(seed)
    signature = sign(data, purpose, key)
    assert refusal(data, signature, purpose, key.public) == ""
    assert signature == sign(data, purpose, key)
    assert refusal(data + b"x", signature, purpose, key.public) == "signature_wrong"


def test_it_is_the_ed25519_of_the_rfc_over_purpose_and_data() -> None:
    # RFC 8032, 7.1, test 1: the key; the signature there is over an empty message, which is never signed here.
    key = SigningKey(bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    assert key.public.raw.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"


def test_a_signature_for_another_purpose_does_not_hold() -> None:
    answer = sign(DATA, Purpose.ANSWER, KEY)
    assert refusal(DATA, answer) == "signature_wrong"
    assert refusal(DATA, answer.replace(b'"answer"', b'"manifest"')) == "signature_wrong"


def test_another_key_is_named_by_its_fingerprint() -> None:
    with pytest.raises(Expected) as refused:
        check_signature(DATA, sign(DATA, Purpose.MANIFEST, OTHER), Purpose.MANIFEST, KEY.public)
    said = sentence(refused.value.key, refused.value.values)
    assert OTHER.public.fingerprint in said
    assert KEY.public.fingerprint in said
    assert signer_of(sign(DATA, Purpose.MANIFEST, OTHER)) == OTHER.public


def test_a_fingerprint_can_be_read_aloud() -> None:
    assert len(KEY.public.fingerprint.split()) == 8
    assert all(len(group) == 4 for group in KEY.public.fingerprint.split())


def test_any_byte_changed_in_a_signature_is_found() -> None:
    signature = sign(DATA, Purpose.MANIFEST, KEY)
    for at in range(len(signature)):
        for bit in (1, 32):
            changed = signature[:at] + bytes([signature[at] ^ bit]) + signature[at + 1 :]
            assert refusal(DATA, changed)


@pytest.mark.parametrize(
    "signature",
    [b"", b"[]", b"{}", b"\xff", b"{" * 2000, json.dumps({"purpose": "manifest", "public_key": 1}).encode()],
)
def test_what_is_no_signature_is_said_to_be_broken(signature: bytes) -> None:
    assert refusal(DATA, signature) == "signature_broken"


def test_a_key_of_another_length_is_our_own_mistake() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        SigningKey(b"short")
    with pytest.raises(ValueError, match="32 bytes"):
        PublicKey(b"short")


def test_a_private_key_is_not_shown() -> None:
    assert KEY.seed.hex() not in repr(KEY)
    assert str(KEY.seed) not in repr(KEY)


def test_a_signed_folder_proves_whose_it_is(tmp_path: Path) -> None:
    sealed = signed(seal_files(header(), many(3), default_columns()), KEY)
    folder = write_folder(tmp_path, sealed.name, sealed.files)
    assert verify_folder(folder) == ()
    assert verify_folder(folder, KEY.public) == ()
    assert [problem.key for problem in verify_folder(folder, OTHER.public)] == ["signature_of_another_key"]


def test_a_manifest_made_anew_does_not_pass_for_the_signed_one(tmp_path: Path) -> None:
    sealed = signed(seal_files(header(), many(3), default_columns()), KEY)
    forged = seal_files(header(), many(2), default_columns())
    folder = write_folder(tmp_path, sealed.name, {**forged.files, SIGNATURE: sealed.files[SIGNATURE]})
    assert verify_folder(folder) == ()
    assert [problem.key for problem in verify_folder(folder, KEY.public)] == ["signature_wrong"]
    (folder / SIGNATURE).unlink()
    assert [problem.key for problem in verify_folder(folder, KEY.public)] == ["signature_missing"]
    (folder / MANIFEST).unlink()
    assert [problem.key for problem in verify_folder(folder, KEY.public)] == ["manifest_missing"]
