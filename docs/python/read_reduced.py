"""Prints the reduced records of Sensieve as JSON lines; with --reconstruct, all channels that the model reconstructs.

    python3 read_reduced.py --bootstrap-servers localhost:9092 [--from-beginning] [--lines N] [--reconstruct]

Needs the packages confluent-kafka and avro, NumPy for --reconstruct, and the schemas of this repository. Does not read the
wire format of a schema registry.
"""

import argparse
import functools
import io
import json
import pathlib
import struct
import uuid

import avro.io
import avro.schema
from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, TopicPartition

SCHEMAS = pathlib.Path(__file__).resolve().parents[2] / "schemas/src/main"
EMPTY = 0xC15D213AA4D7A795
TABLE = []
for entry in range(256):
    for _ in range(8):
        entry = (entry >> 1) ^ (EMPTY if entry & 1 else 0)
    TABLE.append(entry)


def canonical(schema, namespace=""):
    """Returns the parsing canonical form of a schema that was read from JSON."""
    if isinstance(schema, str):
        return json.dumps(full_name(schema, namespace))
    if isinstance(schema, list):
        return "[" + ",".join(canonical(branch, namespace) for branch in schema) + "]"
    kind = schema["type"]
    if kind in ("array", "map"):
        inner = "items" if kind == "array" else "values"
        return f'{{"type":"{kind}","{inner}":{canonical(schema[inner], namespace)}}}'
    if kind not in ("record", "enum", "fixed"):
        return canonical(kind, namespace)
    namespace = schema.get("namespace", namespace)
    if kind == "record":
        fields = (f'{{"name":"{field["name"]}","type":{canonical(field["type"], namespace)}}}' for field in schema["fields"])
        rest = '"fields":[' + ",".join(fields) + "]"
    elif kind == "enum":
        rest = '"symbols":' + json.dumps(schema["symbols"], separators=(",", ":"))
    else:
        rest = f'"size":{schema["size"]}'
    return f'{{"name":"{full_name(schema["name"], namespace)}","type":"{kind}",{rest}}}'


def full_name(name, namespace):
    return name if name in avro.schema.PRIMITIVE_TYPES or "." in name or not namespace else f"{namespace}.{name}"


def fingerprint(text):
    """Returns the CRC-64-AVRO of the parsing canonical form of a schema, as eight bytes, least significant first."""
    crc = EMPTY
    for byte in canonical(json.loads(text)).encode():
        crc = (crc >> 8) ^ TABLE[(crc ^ byte) & 0xFF]
    return struct.pack("<Q", crc)


class SingleObject:
    """Decodes the single-object encoding of a record type, with its current and earlier schemas."""

    def __init__(self, name):
        files = [SCHEMAS / f"avro/{name}.avsc", *(SCHEMAS / "resources/io/sensieve/schemas/earlier").glob(f"{name}-*.avsc")]
        texts = [file.read_text() for file in files]
        current = avro.schema.parse(texts[0])
        self.readers = {fingerprint(text): avro.io.DatumReader(avro.schema.parse(text), current) for text in texts}

    def decode(self, data):
        reader = self.readers.get(data[2:10]) if data[:2] == b"\xc3\x01" else None
        if reader is None:
            raise ValueError(f"unknown schema: {data[:10].hex()}")
        return reader.read(avro.io.BinaryDecoder(io.BytesIO(data[10:])))


class Catalogue:
    """Reads published selections and models; both topics are compacted and have one partition."""

    def __init__(self, consumer):
        self.consumer = consumer
        self.selections, self.chunks = SingleObject("Selection"), SingleObject("ModelChunk")

    @functools.lru_cache(maxsize=64)
    def selection(self, layout, version):
        return self.selections.decode(self._latest("sensor.selections")[f"{layout}/{version}"])

    @functools.lru_cache(maxsize=8)
    def decoder(self, layout, version):
        from sensieve_decoder import Decoder

        model = self.selection(layout, version)["model"]
        values = self._latest("sensor.models")
        return Decoder(b"".join(
            self.chunks.decode(values[f"{model['sha256']}/{i}"])["data"] for i in range(model["chunks"])))

    def _latest(self, topic):
        """Returns the newest value of each key."""
        self.consumer.assign([TopicPartition(topic, 0, OFFSET_BEGINNING)])
        values = {}
        while True:
            message = self.consumer.poll(10)
            if message is None:
                raise TimeoutError(f"no answer from the brokers for {topic}")
            if message.error() and message.error().code() == KafkaError._PARTITION_EOF:
                return values
            values[checked(message).key().decode()] = message.value()


def checked(message):
    if message.error():
        raise KafkaException(message.error())
    return message


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bootstrap-servers", required=True)
    parser.add_argument("--group", help="consumer group to commit offsets under; without it, no offsets are kept")
    parser.add_argument("--from-beginning", action="store_true")
    parser.add_argument("--lines", type=int, help="number of records to print")
    parser.add_argument("--reconstruct", action="store_true")
    options = parser.parse_args()

    # Hides the records of aborted transactions.
    common = {"bootstrap.servers": options.bootstrap_servers, "isolation.level": "read_committed"}
    catalogue = Catalogue(Consumer({**common, "group.id": "unused", "enable.auto.commit": False,
                                    "enable.partition.eof": True}))
    consumer = Consumer({**common, "group.id": options.group or f"read-reduced-{uuid.uuid4()}",
                         "auto.offset.reset": "earliest" if options.from_beginning else "latest",
                         "enable.auto.commit": options.group is not None})
    consumer.subscribe(["sensor.reduced"])
    reduced = SingleObject("ReducedRecord")
    number = 0
    try:
        while options.lines is None or number < options.lines:
            message = consumer.poll(1)
            if message is not None:
                number += 1
                print(json.dumps(describe(checked(message), reduced, catalogue, options.reconstruct)), flush=True)
    except KeyboardInterrupt:
        pass
    finally:
        consumer.close()


def describe(message, reduced, catalogue, reconstruct):
    record = reduced.decode(message.value())
    version = (record["layout"], record["selectionVersion"])
    selection = catalogue.selection(*version)
    names, values = [channel["name"] for channel in selection["channels"]], record["values"]
    if reconstruct:
        names, values = selection["channelNames"], catalogue.decoder(*version).reconstruct([values])[0].tolist()
    return {"device": message.key().decode(), "layout": version[0], "version": version[1],
            "time": record["timestamp"].isoformat(), "partition": message.partition(), "offset": message.offset(),
            "values": dict(zip(names, values))}


if __name__ == "__main__":
    main()
