from db.model import PageState
from db.store import batches, checks, ledgers, pages, readings, records
from db.store.connect import Store, action, open_store
from tests.db.builders import a_ledger, a_page, a_reading, a_record, a_table, file, picture_bytes, read, seal


def test_what_was_written_comes_back_equal_after_a_restart(store: Store) -> None:
    ledger = a_ledger(store)
    page = a_page(store, ledger)
    cells = a_table(store, page)
    first = a_reading(cells[0])
    read(store, first, a_reading(cells[0], "A8123", "tesseract"))
    record = a_record(store, page, cells[0])
    file(store, record)
    batch = seal(store, (record.id, 1))
    with action(store):
        pages.set_page(store, page.id, state=PageState.FILED)
    store.close()

    again = open_store(store.folder, store.key)
    try:
        assert ledgers.ledgers(again) == (ledger,)
        assert pages.page(again, page.id).state is PageState.FILED
        assert pages.picture(again, ledger.id, page.sha256) == picture_bytes("page")[0]
        assert readings.cells(again, page.id) == tuple(cells)
        assert readings.latest(again, cells[0].id) == first
        assert records.record(again, record.id) == record
        assert batches.batches(again) == (batch,)
        assert checks.check(again) == ()
    finally:
        again.close()
