"""Of models that were saved the newest are kept."""

import os
import threading

from nlu.kept import NEWEST, drop_older, one_at_a_time


def saved(folder, name, at):
    path = folder / name
    path.write_bytes(b"")
    os.utime(path, (at, at))
    return path


def test_only_the_newest_of_a_kind_are_kept(tmp_path):
    models = [saved(tmp_path, f"intents-{i}.npz", 100 + i) for i in range(5)]
    other = saved(tmp_path, "levels-0.npz", 1)
    unfinished = saved(tmp_path, "intents-9.unfinished.npz", 1)
    drop_older(models[-1])
    assert [model.exists() for model in models] == [False] * (5 - NEWEST) + [True] * NEWEST
    assert other.exists()
    assert unfinished.exists()


def test_of_books_the_newest_are_kept_too(tmp_path):
    books = [saved(tmp_path, f"books-{i}.cpython-311", 100 + i) for i in range(4)]
    model = saved(tmp_path, "intents-0.npz", 1)
    drop_older(books[-1])
    assert [book.exists() for book in books] == [False] * (4 - NEWEST) + [True] * NEWEST
    assert model.exists()


def test_the_one_just_saved_is_kept_whatever_the_clock_says(tmp_path):
    newest = saved(tmp_path, "intents-new.npz", 1)
    for i in range(4):
        saved(tmp_path, f"intents-{i}.npz", 100 + i)
    drop_older(newest)
    assert newest.exists()


def test_a_folder_that_is_gone_is_no_error(tmp_path):
    drop_older(tmp_path / "gone" / "intents-1.npz")
    assert not (tmp_path / "gone").exists()


def test_one_makes_while_the_other_waits(tmp_path):
    order = []
    begun = threading.Event()

    def other():
        begun.wait()
        with one_at_a_time(tmp_path):
            order.append("second")

    waiting = threading.Thread(target=other)
    waiting.start()
    with one_at_a_time(tmp_path) as can_keep:
        begun.set()
        waiting.join(0.1)
        order.append("first")
    waiting.join()
    assert (can_keep, order) == (True, ["first", "second"])


def test_where_nothing_can_be_written_nobody_waits(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with one_at_a_time(tmp_path / "file") as can_keep:
        assert not can_keep
