package io.sensieve.trainer.window;

/** Where a record lies in the topic. */
public record RecordPosition(int partition, long offset) {}
