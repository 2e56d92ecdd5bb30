"""How many answers are made and sent at once, and who waits for whom."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from positions import turns


@pytest.fixture(autouse=True)
def no_database():
    """The end of an answer is the end of its request, which would ask after connections."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


@pytest.fixture
def answered(monkeypatch):
    """By the middleware, to a request of this method: what a view made by `parts` answers."""
    monkeypatch.setattr(turns, "MOST_BYTES", 10)
    told = {}
    middleware = turns.in_turn(lambda request: told["view"](request))

    def answered(*parts, method="get", view=None, path="/"):
        def stream(request):
            response = StreamingHttpResponse(iter(parts), headers={"X-Told": "yes"})
            response.set_cookie("a", "b")
            return response

        told["view"] = view or stream
        return middleware(getattr(RequestFactory(), method)(path))

    return answered


def test_what_is_short_is_sent_in_one_piece(answered):
    response = answered(b"one ", b"two")
    assert not response.streaming and response.content == b"one two"
    assert response["Content-Length"] == "7"
    assert response["X-Told"] == "yes" and response.cookies["a"].value == "b"


def test_what_is_long_is_sent_as_it_is_made(answered):
    made = []

    def parts():
        for number in range(100):
            made.append(number)
            yield b"part"

    response = answered(view=lambda request: StreamingHttpResponse(parts()))
    assert response.streaming and len(made) == 3
    assert response.getvalue() == b"part" * 100


def test_only_a_few_long_ones_are_sent_at_once(answered):
    long = [b"x" * 20, b"y"]
    begun = [answered(*long) for _ in range(turns.AT_ONCE)]
    refused = answered(*long)
    assert (refused.status_code, refused["Retry-After"]) == (503, "10")
    assert refused["Cache-Control"] == "no-store" and "long files" in refused.text
    assert answered(b"short", path="/short.csv").status_code == 200
    begun[0].close()
    begun[0].close()
    begun.append(answered(*long))
    assert begun[-1].status_code == 200
    assert answered(*long).status_code == 503
    for response in begun:
        response.close()


def test_what_is_known_to_be_long_is_not_begun_in_vain(answered):
    made = []

    def view(request):
        made.append(request)
        return StreamingHttpResponse(iter([b"x" * 20, b"y"]))

    told = [answered(view=view) for _ in range(turns.AT_ONCE + 2)]
    assert [one.status_code for one in told] == [200] * turns.AT_ONCE + [503] * 2
    assert len(made) == turns.AT_ONCE
    told[0].close()
    assert answered(view=view).status_code == 200


def test_who_gives_up_makes_room(answered):
    for _ in range(turns.AT_ONCE * 3):
        response = answered(b"x" * 20, b"y")
        assert next(iter(response)) == b"x" * 20
        response.close()


def test_what_fails_at_the_beginning_is_a_failure_and_takes_no_room(answered):
    def parts():
        yield b"x"
        raise ValueError

    for _ in range(turns.AT_ONCE + 1):
        with pytest.raises(ValueError):
            answered(view=lambda request: StreamingHttpResponse(parts()))
    assert answered(b"x" * 20).status_code == 200


def test_files_are_closed_with_the_answer(answered, tmp_path):
    for content in (b"short", b"long" * 10):
        (tmp_path / "file").write_bytes(content)
        file = (tmp_path / "file").open("rb")
        response = answered(view=lambda request, file=file: FileResponse(file))
        assert b"".join(response) == content
        response.close()
        assert file.closed


def test_answers_to_forms_and_those_in_one_piece_are_left_alone(answered):
    assert answered(b"one", method="post").streaming
    response = HttpResponse(b"x" * 100)
    assert answered(view=lambda request: response) is response


@pytest.fixture
def held(answered):
    """A view that answers once it may, with as many requests in it as are made at once; when it
    began, and the requests in it at the most."""
    may, seen = Event(), []

    def view(request):
        seen.append(request.path)
        assert may.wait(30)
        return HttpResponse("made")

    answered(view=lambda request: HttpResponse())
    with ThreadPoolExecutor(20) as pool:
        first = [pool.submit(answered, view=view, path=f"/{n}/") for n in range(turns.MADE_AT_ONCE)]
        while len(seen) < turns.MADE_AT_ONCE:
            time.sleep(0.01)
        yield pool, view, seen
        may.set()
        assert {told.result().status_code for told in first} == {200}


def test_so_many_answers_are_made_at_once_and_the_others_wait(held, answered):
    pool, view, seen = held
    later = [pool.submit(answered, view=view, path="/later/") for _ in range(8)]
    time.sleep(0.1)
    assert "/later/" not in seen and not any(told.done() for told in later)


def test_who_has_waited_long_is_told_to_come_again(held, answered, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 0.05)
    refused = answered(b"never")
    assert (refused.status_code, refused["Retry-After"]) == (503, "10")
    assert '<main id="main"' in refused.text and refused["Cache-Control"] == "no-store"


def test_editors_and_what_only_lies_there_do_not_wait_for_readers(held, answered, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 0.05)
    assert answered(b"saved", method="post").status_code == 200
    assert answered(b"sheet", path="/static/css/site.css").status_code == 200
    assert answered(b"form", path="/admin/positions/statement/1/change/").status_code == 200
    assert answered(b"file", path="/statements.csv").status_code == 200


def test_a_process_has_a_connection_for_each_that_it_makes_and_sends(settings):
    most = settings.DATABASES["default"]["OPTIONS"]["pool"]["max_size"]
    assert most > turns.MADE_AT_ONCE + turns.AT_ONCE


def in_line(turns_, pool, *networks):
    """What becomes of those who wait for a turn, who have come in this order."""
    waiting = []
    for number, network in enumerate(networks):
        waiting.append(pool.submit(turns_.take, 10, network))
        while sum(map(len, turns_.waiting.values())) == number:
            time.sleep(0.001)
    return waiting


@pytest.fixture
def only():
    """One turn, which somebody has."""
    only = turns.Turns(1)
    assert only.take(0)
    return only


def test_who_waits_longest_is_next_and_no_newcomer_passes(only):
    with ThreadPoolExecutor(3) as pool:
        for called in in_line(only, pool, "", "", ""):
            assert not called.done()
            only.give_back()
            assert not only.take(0)
            assert called.result(1)


def test_a_network_that_asks_for_much_waits_for_itself(only):
    with ThreadPoolExecutor(6) as pool:
        waiting = in_line(only, pool, "much", "much", "much", "one", "other", "much")
        for place in (0, 3, 4, 1, 2, 5):
            assert not waiting[place].done()
            only.give_back()
            assert waiting[place].result(1)
    assert (only.free, only.waiting) == (0, {})


def test_pages_for_a_network_that_asks_for_much_are_made_in_turn_with_others(monkeypatch, settings):
    monkeypatch.setattr(turns, "MADE_AT_ONCE", 1)
    settings.CLIENT_ADDRESS_HEADER = "X-Real-IP"
    made, may, kinds = [], Event(), []

    class Known(turns.Turns):
        def __init__(self, most):
            super().__init__(most)
            kinds.append(self)

    def view(request):
        made.append(request.path)
        assert may.wait(30)
        return HttpResponse("made")

    monkeypatch.setattr(turns, "Turns", Known)
    line = turns.in_turn(view)

    def ask(path, address):
        line(RequestFactory().get(path, headers={"X-Real-IP": address}))

    with ThreadPoolExecutor(4) as pool:
        for number, (path, address) in enumerate(
            [
                ("/first/", "192.0.2.1"),
                ("/much/1/", "192.0.2.1"),
                ("/much/2/", "192.0.2.1"),
                ("/other/", "198.51.100.1"),
            ]
        ):
            pool.submit(ask, path, address)
            while not made or sum(len(one) for k in kinds for one in k.waiting.values()) < number:
                time.sleep(0.001)
        may.set()
    assert made == ["/first/", "/much/1/", "/other/", "/much/2/"]


def test_who_goes_away_is_no_longer_called(only):
    assert not only.take(0.01)
    only.give_back()
    assert only.take(0)
    assert not only.take(0)


def test_no_turn_is_lost_or_made_up_however_many_come_and_go():
    """Some wait for a moment only, so that many are called just as they go."""
    three, inside, most = turns.Turns(3), [], []

    def come(number):
        if three.take(number % 5 / 1000, number % 7):
            inside.append(number)
            most.append(len(inside))
            time.sleep(0.0005)
            inside.remove(number)
            three.give_back()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(come, range(3000)))
    assert max(most) == 3
    assert (three.free, three.waiting) == (3, {})


@pytest.mark.parametrize(
    ("header", "address", "network"),
    [
        ("", "127.0.0.1", ""),
        ("", "10.0.0.7", ""),
        ("", "8.8.8.8", "8.8.8.8"),
        ("X-Real-IP", "10.0.0.7", "192.0.2.1"),
    ],
)
def test_networks_are_told_apart_where_they_are_known(settings, header, address, network):
    settings.CLIENT_ADDRESS_HEADER = header
    asked = RequestFactory().get("/", REMOTE_ADDR=address, headers={"X-Real-IP": "192.0.2.1"})
    assert str(turns.network_of(asked)) == network
