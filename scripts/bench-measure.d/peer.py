"""One peer calibrates one file: processor seconds of the calibration alone, peak memory, slopes. Its defaults, but no standard errors, which ours leaves out too."""
import importlib.metadata
import json
import resource
import sys

import numpy as np

name, path, persons, items = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
answers = np.fromfile(path, np.uint8).reshape(persons, items)


def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


if name == "mirt":
    import mirt

    data = answers.astype(np.int32)
    data[answers == 255] = -1
    began = used()
    found = mirt.fit_mirt(data, model="2PL", compute_standard_errors=False)
    seconds = used() - began
    a = np.asarray(found.model.parameters["discrimination"]).ravel()
else:
    import girth

    data = answers.T.astype(int)
    began = used()
    found = girth.twopl_mml(data)
    seconds = used() - began
    a = np.asarray(found["Discrimination"]).ravel()

print(json.dumps({"version": importlib.metadata.version(name), "cpu": seconds, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "a": a.tolist()}))
