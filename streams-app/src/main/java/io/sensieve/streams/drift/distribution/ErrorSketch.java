package io.sensieve.streams.drift.distribution;

import io.sensieve.ErrorQuantiles;
import io.sensieve.ErrorSummary;
import io.sensieve.streams.state.DriftPartial;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Estimates quantiles of normalised errors with an HdrHistogram: 2,560 counts in buckets whose width is at most 1/128
 * of their value. The unit, and smallest width, is the validation mean over {@value #UNITS_PER_MEAN}. An error counts
 * as at most 1,023 times the validation mean. Sketches are deterministic: the sum of the sketches of one selection
 * equals the sketch of all their errors, in any order.
 */
public final class ErrorSketch {
    /** Largest relative error of a quantile from 1/512 of the validation mean to 1,023 times that. */
    static final double PRECISION = 1.0 / 256;

    static final int UNITS_PER_MEAN = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(ErrorSketch.class);
    private static final long UNITS_MAX = 1_024L * UNITS_PER_MEAN - 1;
    private static final int DIGITS = 2;

    /** Encoding: cookie, length after the head, offset, digits, lowest, highest, ratio. */
    private static final int HEAD_BYTES = 40;

    private static final int LENGTH_FROM = 4;
    private static final int LENGTH_TO = 8;
    private static final byte[] HEAD = new ErrorSketch().toBytes().array();

    private final Histogram counts;

    public ErrorSketch() {
        this(new Histogram(1, UNITS_MAX, DIGITS));
    }

    private ErrorSketch(Histogram counts) {
        this.counts = counts;
    }

    /** Unit of the errors of a selection. */
    public static double unit(ErrorSummary validation) {
        return Math.max(validation.getMean(), WindowStatistics.TINY) / UNITS_PER_MEAN;
    }

    /** Decodes the sketch of the sums; an empty sketch if the bytes are corrupt or do not count all errors. */
    public static ErrorSketch of(DriftPartial sums) {
        byte[] bytes = new byte[sums.getErrorHistogram().remaining()];
        sums.getErrorHistogram().duplicate().get(bytes);
        if (bytes.length == 0) {
            return new ErrorSketch();
        }
        try {
            // The head determines the memory that the decoder allocates, so that it is checked first.
            if (!sameHead(bytes)) {
                throw new IllegalArgumentException("range or precision differs from this app's");
            }
            Histogram counts = Histogram.decodeFromByteBuffer(ByteBuffer.wrap(bytes), UNITS_MAX);
            return counts.getTotalCount() == sums.getErrorRecords() ? new ErrorSketch(counts) : new ErrorSketch();
        } catch (RuntimeException e) {
            // HdrHistogram does not document which exceptions it throws on corrupt bytes.
            LOG.atWarn()
                    .addKeyValue("layout", sums.getLayout())
                    .addKeyValue("cause", e)
                    .log("error sketch is corrupt, the report of its window has no error quantiles");
            return new ErrorSketch();
        }
    }

    private static boolean sameHead(byte[] bytes) {
        return bytes.length >= HEAD_BYTES
                && Arrays.equals(bytes, 0, LENGTH_FROM, HEAD, 0, LENGTH_FROM)
                && Arrays.equals(bytes, LENGTH_TO, HEAD_BYTES, HEAD, LENGTH_TO, HEAD_BYTES);
    }

    /**
     * Adds the error of one record.
     *
     * @param error finite, not negative
     */
    public void add(double error, double unit) {
        counts.recordValue((long) Math.min(error / unit, UNITS_MAX));
    }

    /** Adds the errors of another sketch of the same selection. */
    public void add(ErrorSketch other) {
        counts.add(other.counts);
    }

    /** Middle of the bucket of the value with rank ceil({@code share} times count). */
    double quantile(double share, double unit) {
        long value = counts.getValueAtPercentile(100 * share);
        return (counts.lowestEquivalentValue(value) + counts.nextNonEquivalentValue(value)) / 2.0 * unit;
    }

    /** Quantiles and their ratios to those of the validation rows; null without errors. */
    @Nullable
    ErrorQuantiles quantiles(ErrorSummary validation) {
        if (counts.getTotalCount() == 0) {
            return null;
        }
        double unit = unit(validation);
        double p50 = quantile(0.5, unit);
        double p95 = quantile(0.95, unit);
        double p99 = quantile(0.99, unit);
        return new ErrorQuantiles(
                p50,
                p95,
                p99,
                p50 / Math.max(validation.getP50(), WindowStatistics.TINY),
                p95 / Math.max(validation.getP95(), WindowStatistics.TINY),
                p99 / Math.max(validation.getP99(), WindowStatistics.TINY));
    }

    /** Encodes the sketch in HdrHistogram's V2 encoding, which takes about a kilobyte. */
    public ByteBuffer toBytes() {
        ByteBuffer buffer = ByteBuffer.allocate(counts.getNeededByteBufferCapacity());
        int length = counts.encodeIntoByteBuffer(buffer);
        return ByteBuffer.wrap(Arrays.copyOf(buffer.array(), length));
    }
}
