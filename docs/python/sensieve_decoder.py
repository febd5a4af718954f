"""Reconstructs all D channels of a record from its K selected ones, with a model file of Sensieve and NumPy.

    python3 sensieve_decoder.py selection/model.safetensors < reduced.csv > reconstructed.csv

reads lines of K values (no header; an empty value is missing) and writes lines of D values.
"""

import json
import struct
import sys

import numpy as np

LEAKY_SLOPE = 0.2
RIDGE = 1e-3
FORMAT = "sensieve-model/1"
TYPES = {"F32": np.dtype("<f4"), "I32": np.dtype("<i4")}


def read_safetensors(data):
    """Returns the metadata and the tensors of a safetensors file."""
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    body = memoryview(data)[8 + length :]
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = np.frombuffer(body[begin:end], TYPES[entry["dtype"]]).reshape(entry["shape"])
    return metadata, tensors


class Decoder:
    """Decodes with a model file; docs/reference/model-file.md has its format."""

    def __init__(self, data):
        metadata, self.tensors = read_safetensors(data)
        if metadata.get("format") != FORMAT:
            raise ValueError(f"unknown model file format {metadata.get('format')}")
        if metadata.get("task") == "classification":
            raise ValueError("the model classifies: it cannot reconstruct records")
        self.layers = int(metadata["layers"])
        self.plain = metadata["activation"] == "relu"
        self.epsilon = float(metadata["norm_epsilon"])
        self.channels = self.tensors["channels"]

    def reconstruct(self, reduced):
        """Returns D values per record in the units of the channels, from rows of K values; NaN is a missing value."""
        reduced = np.asarray(reduced, np.float32)
        offset, span = self.tensors["scaling.offset"], self.tensors["scaling.range"]
        scaled = (reduced - offset[self.channels]) / span[self.channels]
        inputs = self._clipped(self._filled(self._clipped(scaled)))
        outputs = inputs
        for i in range(self.layers):
            layer = f"decoder.{i}."
            outputs = outputs @ self.tensors[layer + "weight"].T + self.tensors[layer + "bias"]
            if i < self.layers - 1:
                outputs = self._activated(outputs, layer)
        if "decoder.skip.weight" in self.tensors:
            outputs = outputs + inputs @ self.tensors["decoder.skip.weight"].T
        return outputs * span + offset

    def _clipped(self, inputs):
        if "limits.lowest" in self.tensors:
            return np.clip(inputs, self.tensors["limits.lowest"], self.tensors["limits.highest"])
        return inputs

    def _filled(self, scaled):
        """Estimates missing inputs from the present ones: the conditional mean of a normal distribution."""
        mean, covariance = self.tensors["fill"], self.tensors["fill.covariance"].astype(float)
        deviation = np.sqrt(np.maximum(0, np.diag(covariance)))
        scale = np.where(deviation > 0, deviation, np.inf)
        correlation = covariance / np.outer(scale, scale)
        np.fill_diagonal(correlation, 1 + RIDGE)
        filled = scaled.copy()
        for row in filled:
            missing = np.isnan(row)
            if missing.any():
                known = ~missing
                standardised = (row[known] - mean[known]) / scale[known]
                weights = np.linalg.solve(correlation[np.ix_(known, known)], standardised)
                row[missing] = mean[missing] + deviation[missing] * (correlation[np.ix_(missing, known)] @ weights)
        return filled

    def _activated(self, values, layer):
        if self.plain:
            return np.maximum(values, 0)
        values = self._normalised(values, layer)
        return np.where(values > 0, values, LEAKY_SLOPE * values)

    def _normalised(self, values, layer):
        centred = values - values.mean(axis=1, keepdims=True)
        deviation = np.sqrt((centred**2).mean(axis=1, keepdims=True) + self.epsilon)
        return centred / deviation * self.tensors[layer + "norm.weight"] + self.tensors[layer + "norm.bias"]


def read_rows(lines, k):
    """Parses lines of CSV into rows of K numbers; an empty cell is NaN."""
    rows = []
    for number, line in enumerate(lines, 1):
        cells = line.strip().split(",")
        if len(cells) != k:
            raise ValueError(f"line {number} has {len(cells)} values separated by commas, the model needs {k}")
        try:
            rows.append([float(cell) if cell.strip() else np.nan for cell in cells])
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from error
    return np.array(rows, np.float32).reshape(-1, k)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__.strip())
    try:
        with open(sys.argv[1], "rb") as file:
            decoder = Decoder(file.read())
        rows = read_rows(sys.stdin, len(decoder.channels))
    except (OSError, ValueError) as error:
        sys.exit(f"sensieve_decoder.py: {error}")
    np.savetxt(sys.stdout, decoder.reconstruct(rows), delimiter=",", fmt="%.9g")
