"""What an iteration of PyTorch Ignite costs more with a handler, in microseconds by the handler's name; the last line printed is JSON."""

import json
import logging
import statistics
import time
import warnings

import torch
from ignite.engine import Engine, Events
from ignite.handlers import (
    BasicTimeProfiler, CosineAnnealingScheduler, EarlyStopping, EMAHandler, EpochOutputStore, ExpStateScheduler, HandlersTimeProfiler, LambdaStateScheduler,
    LinearCyclicalScheduler, LRScheduler, PiecewiseLinear, ReduceLROnPlateauScheduler, StepStateScheduler, TerminateOnNan, TimeLimit, Timer,
)
from torch.optim.lr_scheduler import CosineAnnealingLR, ExponentialLR, StepLR

ROUNDS = 5
# Seconds that a run is meant to take.
RUN = 0.04
MANY = 1_000_000

warnings.simplefilter("ignore")
logging.disable(logging.WARNING)
torch.set_num_threads(1)

STARTED, COMPLETED = Events.ITERATION_STARTED, Events.ITERATION_COMPLETED


def network() -> torch.nn.Module:
    layer, relu = torch.nn.Linear, torch.nn.ReLU
    return torch.nn.Sequential(layer(64, 64), relu(), layer(64, 64), relu(), layer(64, 10))


def optimizer() -> torch.optim.Optimizer:
    return torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)


def stopping(engine: Engine) -> None:
    engine.add_event_handler(COMPLETED, EarlyStopping(MANY, lambda trainer: trainer.state.iteration, engine))


def plateau(engine: Engine) -> None:
    engine.add_event_handler(Events.STARTED, lambda trainer: trainer.state.metrics.update(loss=1.0))
    engine.add_event_handler(STARTED, ReduceLROnPlateauScheduler(optimizer(), "loss", trainer=engine, patience=2, min_lr=0.01))


def on_start(make):
    return lambda engine: engine.add_event_handler(STARTED, make())


CASES = {
    "TerminateOnNan": lambda engine: engine.add_event_handler(COMPLETED, TerminateOnNan()),
    "EpochOutputStore": lambda engine: EpochOutputStore().attach(engine),
    "EarlyStopping": stopping,
    "Timer": lambda engine: Timer(average=True).attach(engine, start=Events.STARTED, resume=STARTED, pause=COMPLETED, step=COMPLETED),
    "TimeLimit": lambda engine: engine.add_event_handler(COMPLETED, TimeLimit()),
    "EMAHandler": lambda engine: EMAHandler(network(), momentum=0.001).attach(engine, name="ema_momentum", event=COMPLETED),
    "BasicTimeProfiler": lambda engine: BasicTimeProfiler().attach(engine),
    "HandlersTimeProfiler": lambda engine: HandlersTimeProfiler().attach(engine),
    "LinearCyclicalScheduler": on_start(lambda: LinearCyclicalScheduler(optimizer(), "lr", 0.1, 0.01, 100)),
    "CosineAnnealingScheduler": on_start(lambda: CosineAnnealingScheduler(optimizer(), "lr", 0.1, 0.01, 100)),
    "PiecewiseLinear": on_start(lambda: PiecewiseLinear(optimizer(), "lr", [(0, 0.1), (100, 0.01), (MANY, 0.1)])),
    "LRScheduler": on_start(lambda: LRScheduler(ExponentialLR(optimizer(), 1.0))),
    "StepLR": on_start(lambda: LRScheduler(StepLR(optimizer(), 100, 0.999))),
    "CosineAnnealingLR": on_start(lambda: LRScheduler(CosineAnnealingLR(optimizer(), 100))),
    "ReduceLROnPlateauScheduler": plateau,
    "LambdaStateScheduler": lambda engine: LambdaStateScheduler(lambda event: 1 / event, "noise", create_new=True).attach(engine, STARTED),
    "StepStateScheduler": lambda engine: StepStateScheduler(1.0, 0.999, 100, "noise", create_new=True).attach(engine, STARTED),
    "ExpStateScheduler": lambda engine: ExpStateScheduler(1.0, 0.9999, "noise", create_new=True).attach(engine, STARTED),
}


def seconds(iterations: int, prepare=lambda engine: None) -> float:
    engine = Engine(lambda _, batch: batch)
    prepare(engine)
    data = list(range(iterations))
    start = time.perf_counter()
    engine.run(data)
    return time.perf_counter() - start


def cost(prepare) -> float:
    rough = seconds(200, prepare) / 200
    iterations = max(200, min(50_000, int(RUN / rough)))
    more = []
    for _ in range(ROUNDS + 1):
        without = seconds(iterations)
        more.append((seconds(iterations, prepare) - without) * 1e6 / iterations)
    return statistics.median(more[1:])


print(json.dumps({name: cost(prepare) for name, prepare in CASES.items()}))
