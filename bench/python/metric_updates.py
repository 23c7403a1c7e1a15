"""Times updates of Ignite's metrics on inputs like ours: prints a JSON object of microseconds by name."""
import json
import random
import statistics
import sys
import time
import warnings

import torch
from ignite.metrics import *  # noqa: F403
from ignite.metrics import clustering, fairness, nlp, regression, rec_sys, vision

warnings.filterwarnings("ignore")


def names():
    import ignite.metrics as base

    found = {}
    for module in (vision, rec_sys, fairness, nlp, regression, clustering, base):
        found.update({name: getattr(module, name) for name in dir(module) if not name.startswith("_")})
    from ignite.metrics.vision.object_detection_average_precision_recall import ObjectDetectionAvgPrecisionRecall

    return {**found, "torch": torch, "ObjectDetectionAvgPrecisionRecall": ObjectDetectionAvgPrecisionRecall}


def draw(kind, rows, columns):
    floats = lambda *shape: torch.rand(*shape) + 0.01  # noqa: E731
    integers = lambda below, *shape: torch.randint(below, shape)  # noqa: E731
    if kind in ("scores", "logits"):
        return floats(rows, columns), integers(columns, rows)
    if kind == "multilabel":
        return integers(2, rows, columns), integers(2, rows, columns)
    if kind in ("multilabelScores", "relevance"):
        return floats(rows, columns), integers(2, rows, columns)
    if kind == "flat":
        return floats(rows * columns), floats(rows * columns)
    if kind in ("pair", "logitPair"):
        return floats(rows, columns), floats(rows, columns)
    if kind == "labels":
        return integers(10, rows), integers(10, rows)
    if kind == "features":
        return floats(rows, columns), integers(8, rows)
    if kind == "images":
        return floats(1, 1, rows, columns), floats(1, 1, rows, columns)
    if kind == "probabilities":
        return torch.softmax(floats(rows, columns), 1)
    if kind == "sentences":
        sentence = lambda: [f"word{random.randrange(200)}" for _ in range(20)]  # noqa: E731
        return [sentence() for _ in range(rows)], [[sentence(), sentence()] for _ in range(rows)]
    if kind == "strings":
        line = lambda: "".join(random.choice("abcdefghij") for _ in range(60))  # noqa: E731
        return [line() for _ in range(rows)], [line() for _ in range(rows)]
    if kind == "grouped":
        return floats(rows, columns), integers(columns, rows), integers(2, rows)
    if kind == "groupedBits":
        return tuple(integers(2, rows * columns) for _ in range(3))
    if kind == "numbers":
        return floats(rows, columns)
    if kind == "detections":

        def boxes(count):
            corner = floats(count, 2) * 100
            return torch.cat([corner, corner + floats(count, 2) * 50], 1)

        predictions = [{"bbox": boxes(10), "scores": floats(10), "labels": integers(5, 10)} for _ in range(rows)]
        targets = [{"bbox": boxes(5), "labels": integers(5, 5), "iscrowd": torch.zeros(5)} for _ in range(rows)]
        return predictions, targets
    raise ValueError(kind)


def measure(metric, output, budget):
    def update():
        began = time.perf_counter()
        metric.update(output)
        return (time.perf_counter() - began) * 1e6

    first = update()
    if first > 2e6:
        return first
    count = max(1, min(200, int(budget * 1000 / first)))
    for _ in range(min(count, 20)):
        update()
    metric.reset()
    return statistics.median(update() for _ in range(count))


def main(path):
    with open(path) as file:
        spec = json.load(file)
    torch.set_num_threads(2)
    torch.manual_seed(1)
    random.seed(1)
    known = names()
    figures = {}
    for case in spec["cases"]:
        output = draw(case["inputs"], spec["rows"], spec["columns"])
        try:
            metric = eval(case["expression"], {**known, "c": spec["columns"]})
            with torch.no_grad():
                figures[case["name"]] = measure(metric, output, spec["budget"])
        except Exception as error:  # a metric that this version of Ignite lacks
            print(f"{case['name']}: {type(error).__name__}: {error}", file=sys.stderr)
    print(json.dumps(figures))


main(sys.argv[1])
