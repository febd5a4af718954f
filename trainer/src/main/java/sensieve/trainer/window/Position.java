package sensieve.trainer.window;

/** Where a record lies in the topic. */
public record Position(int partition, long offset) {}
