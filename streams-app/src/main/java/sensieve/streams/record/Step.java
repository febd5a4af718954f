package sensieve.streams.record;

/** What a record has become on its way through the topology. */
public sealed interface Step permits Reading, Projection, DeadLetter {}
