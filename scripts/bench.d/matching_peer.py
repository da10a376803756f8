"""Solves the instance that `assign` wrote with another's solver and says how long the solving took, without reading and building."""
import json
import resource
import sys
import time

import numpy as np

FAIRNESS = 12


def read(path):
    numbers = np.fromfile(path, dtype="<i4").astype(np.int64)
    teachers, methodists, count = numbers[:3]
    cuts = np.cumsum([3, methodists, teachers, teachers + 1, count, count])
    capacities, unserved, first, with_, costs = (numbers[cuts[at]:cuts[at + 1]] for at in range(5))
    return capacities, unserved, np.repeat(np.arange(teachers), np.diff(first)), with_, costs


def places(capacities):
    """Methodist and price of every place."""
    of = np.repeat(np.arange(len(capacities)), capacities)
    nth = np.concatenate([np.arange(1, capacity + 1) for capacity in capacities])
    return of, FAIRNESS * nth // np.repeat(capacities, capacities)


def ortools(path):
    import ortools as package
    from ortools.graph.python import min_cost_flow

    capacities, unserved, teacher, with_, costs = read(path)
    of, prices = places(capacities)
    teachers, methodists = len(unserved), len(capacities)
    sink = teachers + methodists
    tails = np.concatenate([teacher, teachers + of, np.arange(teachers)])
    heads = np.concatenate([teachers + with_, np.full(len(of), sink), np.full(teachers, sink)])
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(tails, heads, np.ones(len(tails), dtype=np.int64), np.concatenate([costs, prices, unserved]))
    flow.set_nodes_supplies(np.arange(sink + 1), np.concatenate([np.ones(teachers, dtype=np.int64), np.zeros(methodists, dtype=np.int64), [-teachers]]))
    began = time.perf_counter()
    status = flow.solve()
    seconds = time.perf_counter() - began
    assert status == flow.OPTIMAL, status
    return package.__version__, seconds, int(flow.optimal_cost())


def scipy(path):
    import scipy as package
    from scipy.optimize import linear_sum_assignment

    capacities, unserved, teacher, with_, costs = read(path)
    of, prices = places(capacities)
    starts = np.concatenate([[0], np.cumsum(capacities)])
    spare = 200  # as many may be left without anybody; more are not in these instances
    matrix = np.full((len(unserved), len(of) + spare), 1e9)
    matrix[:, len(of):] = unserved[:, None]
    for t, m, cost in zip(teacher, with_, costs):
        matrix[t, starts[m]:starts[m + 1]] = cost + prices[starts[m]:starts[m + 1]]
    began = time.perf_counter()
    rows, columns = linear_sum_assignment(matrix)
    seconds = time.perf_counter() - began
    return package.__version__, seconds, int(round(matrix[rows, columns].sum()))


version, seconds, total = {"ortools": ortools, "scipy": scipy}[sys.argv[2]](sys.argv[1])
print(json.dumps({"version": version, "seconds": seconds, "total": total, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
