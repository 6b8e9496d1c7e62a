"""The other end of exchange.ts: a message is a JSON header and raw little-endian float32 tensors."""

import json
from pathlib import Path

import numpy as np


def read_request(folder):
    """The facts, and the tensors as a dictionary of float32 arrays by name."""
    header = json.loads((Path(folder) / "request.json").read_text("utf-8"))
    numbers = np.fromfile(Path(folder) / "request.f32", dtype="<f4")
    tensors, offset = {}, 0
    for tensor in header["tensors"]:
        size = int(np.prod(tensor["shape"]))
        tensors[tensor["name"]] = numbers[offset : offset + size].reshape(tensor["shape"])
        offset += size
    assert offset == len(numbers), f"{len(numbers)} numbers, not {offset}"
    return header["facts"], tensors


def write_answer(folder, facts, tensors):
    """Tensors is a dictionary of arrays by name."""
    shapes = [{"name": name, "shape": list(value.shape)} for name, value in tensors.items()]
    with open(Path(folder) / "answer.f32", "wb") as file:
        for value in tensors.values():
            file.write(np.ascontiguousarray(value, dtype="<f4").tobytes())
    header = {"facts": facts, "tensors": shapes}
    (Path(folder) / "answer.json").write_text(json.dumps(header), "utf-8")
