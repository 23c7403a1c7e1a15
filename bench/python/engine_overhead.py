"""What an iteration of PyTorch Ignite's engine costs, in microseconds; the last line printed is JSON."""

import json
import statistics
import time

import ignite
from ignite.engine import Engine, Events

ITERATIONS = 100_000
ROUNDS = 5


def per_iteration(prepare) -> float:
    engine = Engine(lambda _, batch: batch + 1)
    prepare(engine)
    data = list(range(ITERATIONS))
    times = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        engine.run(data)
        times.append((time.perf_counter() - start) * 1e6 / ITERATIONS)
    return statistics.median(times[1:])


def handler(_) -> None:
    pass


FIVE = [Events.GET_BATCH_STARTED, Events.GET_BATCH_COMPLETED, Events.ITERATION_STARTED, Events.ITERATION_COMPLETED, Events.ITERATION_COMPLETED]

print(json.dumps({
    "version": ignite.__version__,
    "none": per_iteration(lambda engine: None),
    "one": per_iteration(lambda engine: engine.add_event_handler(Events.ITERATION_COMPLETED, handler)),
    "five": per_iteration(lambda engine: [engine.add_event_handler(event, handler) for event in FIVE]),
    "filtered": per_iteration(lambda engine: [engine.add_event_handler(Events.ITERATION_COMPLETED(every=n), handler) for n in (2, 3, 5, 7, 11)]),
}))
