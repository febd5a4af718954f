package sensieve.streams.record;

/**
 * A record and what was made of its chosen channels.
 *
 * @param values D values in the channels' own units, as rebuilt
 */
public record Rebuilt(Projection projection, float[] values) {}
