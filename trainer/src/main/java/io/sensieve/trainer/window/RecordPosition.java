package io.sensieve.trainer.window;

/** Partition and offset of a record in its topic. */
public record RecordPosition(int partition, long offset) {}
