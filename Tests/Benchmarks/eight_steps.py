"""The flow of eight-steps.yaml in SimPy, as somebody would write it there: processes, resources and a store.

Prints requests completed, wall seconds of the run, and the mean latency of a request in milliseconds, and the version
of SimPy.
"""

import random
import sys
import time
from bisect import bisect_right
from collections import OrderedDict
from itertools import accumulate

import simpy

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 200.0
RATE = 500.0

random.seed(1)
weights = list(accumulate(1.0 / (rank + 1) ** 0.9 for rank in range(10_000)))
environment = simpy.Environment()
gateway = simpy.Resource(environment, 4)
application = simpy.Resource(environment, 8)
connections = simpy.Resource(environment, 20)
database = simpy.Resource(environment, 8)
sending = simpy.Resource(environment, 2)
jobs = simpy.Store(environment)
cache = OrderedDict()
latencies = []


def read(item):
    yield environment.timeout(0.0005)
    if item in cache:
        cache.move_to_end(item)
        return
    with connections.request() as connection:
        yield connection
        with database.request() as core:
            yield core
            yield environment.timeout(random.expovariate(1 / 0.004))
    cache[item] = True
    if len(cache) > 1000:
        cache.popitem(last=False)


def visit():
    began = environment.now
    item = bisect_right(weights, random.random() * weights[-1])
    with gateway.request() as core:
        yield core
        yield environment.timeout(0.001)
    with application.request() as core:
        yield core
        yield environment.timeout(random.expovariate(1 / 0.005))
    yield from read(item)
    yield environment.timeout(0.001)
    yield jobs.put(item)
    latencies.append(environment.now - began)


def sender():
    while True:
        yield jobs.get()
        with sending.request() as core:
            yield core
            yield environment.timeout(0.001)
        yield environment.timeout(0.05)


def visitors():
    while environment.now < SECONDS:
        yield environment.timeout(random.expovariate(RATE))
        environment.process(visit())


for _ in range(64):
    environment.process(sender())
environment.process(visitors())
started = time.perf_counter()
environment.run(until=SECONDS + 30)
elapsed = time.perf_counter() - started
print(len(latencies), elapsed, 1000 * sum(latencies) / len(latencies), simpy.__version__)
