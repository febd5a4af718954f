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
 * Quantiles of normalised errors, by HdrHistogram: 2,560 counts of errors in buckets that are at most 1/128 of their
 * value wide. The unit is the validation mean over {@value #UNITS_A_MEAN}, and no bucket is narrower than that; an
 * error of more than 1,023 times the validation mean counts as that. Nothing is random: the sketches of one selection
 * add up to exactly the sketch that has seen all their errors, in whatever order.
 */
public final class ErrorSketch {
    /** Largest relative error of a quantile from 1/512 of the validation mean to 1,023 times that. */
    static final double PRECISION = 1.0 / 256;

    static final int UNITS_A_MEAN = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(ErrorSketch.class);
    private static final long UNITS_MAX = 1_024L * UNITS_A_MEAN - 1;
    private static final int DIGITS = 2;

    /** Encoded: cookie, length of what follows the head, offset, digits, lowest, highest, ratio. */
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

    /** The unit in which errors of a selection are counted. */
    public static double unit(ErrorSummary validation) {
        return Math.max(validation.getMean(), WindowStatistics.TINY) / UNITS_A_MEAN;
    }

    /** The sketch of the sums' errors; an empty one where they have none that is readable and holds every error. */
    public static ErrorSketch of(DriftPartial sums) {
        byte[] bytes = new byte[sums.getErrors().remaining()];
        sums.getErrors().duplicate().get(bytes);
        if (bytes.length == 0) {
            return new ErrorSketch();
        }
        try {
            // The head says how much room is reserved, so that it is compared before it is believed.
            if (!sameHead(bytes)) {
                throw new IllegalArgumentException("not of this app's range and precision");
            }
            Histogram counts = Histogram.decodeFromByteBuffer(ByteBuffer.wrap(bytes), UNITS_MAX);
            return counts.getTotalCount() == sums.getErrorRecords() ? new ErrorSketch(counts) : new ErrorSketch();
        } catch (RuntimeException e) {
            // HdrHistogram documents no closed set of what it throws on corrupt bytes.
            LOG.atWarn()
                    .addKeyValue("layout", sums.getLayout())
                    .addKeyValue("cause", e)
                    .log("error sketch is corrupt: its window goes without quantiles");
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

    public void add(ErrorSketch other) {
        counts.add(other.counts);
    }

    /** The middle of the bucket that holds the value of rank ceil({@code share} times count). */
    double quantile(double share, double unit) {
        long value = counts.getValueAtPercentile(100 * share);
        return (counts.lowestEquivalentValue(value) + counts.nextNonEquivalentValue(value)) / 2.0 * unit;
    }

    /** The quantiles beside those of the validation rows; null where there are no errors. */
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

    /** In HdrHistogram's V2 encoding: about a kilobyte. */
    public ByteBuffer toBytes() {
        ByteBuffer buffer = ByteBuffer.allocate(counts.getNeededByteBufferCapacity());
        int length = counts.encodeIntoByteBuffer(buffer);
        return ByteBuffer.wrap(Arrays.copyOf(buffer.array(), length));
    }
}
