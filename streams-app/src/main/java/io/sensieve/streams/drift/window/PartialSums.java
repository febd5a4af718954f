package io.sensieve.streams.drift.window;

import io.sensieve.ErrorSummary;
import io.sensieve.codec.Floats;
import io.sensieve.model.ChannelErrors;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.MissingValues;
import io.sensieve.model.Reconstructor;
import io.sensieve.streams.drift.detector.ErrorBlocks;
import io.sensieve.streams.drift.detector.ErrorScale;
import io.sensieve.streams.drift.error.ChannelErrorRise;
import io.sensieve.streams.drift.recurrence.KeptVersionComparison;
import io.sensieve.streams.drift.recurrence.KeptVersionTotals;
import io.sensieve.streams.drift.sensor.DeviceValues;
import io.sensieve.streams.drift.sensor.FaultCodes;
import io.sensieve.streams.drift.sensor.SensorSample;
import io.sensieve.streams.reconstruct.ProjectionBuffer;
import io.sensieve.streams.state.DriftPartial;
import io.sensieve.streams.state.FaultCodeCount;
import io.sensieve.streams.state.KeptVersionSums;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Sums of the records of one layout, selection version and window in one task. The error of a record counts as at most
 * {@link ErrorScale#windowErrorMax}, so that a single defective device does not look like drift of all. In a record
 * with an unusually high error, the squared error of each channel counts as at most {@link ChannelErrorRise#squareMax};
 * otherwise one outlier of one sensor would dominate the error of its channel.
 */
public final class PartialSums {
    private final String layout;
    private final int version;
    private final long[] missingCounts;
    private final ChannelErrors channelErrors;
    private final int channels;
    private final int[] selected;
    private final MissingValues missing;
    private final double errorMax;
    private final ErrorBlocks blocks;
    private final double normalErrorMax;
    private final float[] squareMax;
    private final float[] limitedSquares;
    private final SensorSample sensors;
    private long records;
    private long errorRecords;
    private double errorSum;
    private long outOfOrderRecords;
    private long outageRecords;
    private long outageRun;
    private long comparedErrorRecords;
    private double comparedErrorSum;
    private final Map<Integer, KeptVersionSums> keptVersions = new TreeMap<>();

    public PartialSums(LoadedSelection selection) {
        layout = selection.selection().getLayout();
        version = selection.version();
        missingCounts = new long[selection.selectedCount()];
        channels = selection.channelCount();
        selected = selection.model().channels();
        missing = selection.missingValues();
        channelErrors = new ChannelErrors(channels);
        ErrorSummary validation = selection.selection().getValidation();
        errorMax = ErrorScale.windowErrorMax(validation);
        ErrorScale scale = ErrorScale.of(validation);
        blocks = new ErrorBlocks(scale);
        normalErrorMax = scale.max();
        squareMax = new float[channels];
        for (int i = 0; i < channels; i++) {
            squareMax[i] = (float) ChannelErrorRise.squareMax(selection.selection(), i);
        }
        limitedSquares = new float[channels];
        sensors = new SensorSample(selection);
    }

    /**
     * Adds one record.
     *
     * @param codes fault codes, which count as missing
     * @return the record's normalised error without them; NaN if all values are missing
     */
    public float add(ProjectionBuffer projection, FaultCodes codes) {
        records++;
        outageRun = 0;
        float error = projection.error();
        int measured = projection.measured();
        if (codes.any()) {
            int masked = codes.mask(projection.values(), projection.squares());
            measured -= masked;
            error = masked == 0 ? error : Reconstructor.error(projection.squares(), measured);
        }
        if (Float.isFinite(error)) {
            errorRecords++;
            errorSum += Math.min(error, errorMax);
            blocks.add(error, projection.timestamp());
            channelErrors.add(error > normalErrorMax ? limited(projection.squares()) : projection.squares(), measured);
        }
        float[] reduced = projection.reduced();
        for (int i = 0; i < reduced.length; i++) {
            if (Float.isNaN(reduced[i]) || missing.isMissing(selected[i], reduced[i])) {
                missingCounts[i]++;
            }
        }
        return error;
    }

    private float[] limited(float[] squares) {
        for (int i = 0; i < squares.length; i++) {
            limitedSquares[i] = Math.min(squares[i], squareMax[i]);
        }
        return limitedSquares;
    }

    /**
     * Adds the record that was just added to the sample of the sensors.
     *
     * @param previous values of an earlier record of the same device
     */
    public void sample(ProjectionBuffer projection, DeviceValues.Previous previous) {
        sensors.add(projection.values(), projection.reduced(), previous);
    }

    /** Whether the errors are so high that the detector should see them before the next flush. */
    public boolean hasHighErrors() {
        return blocks.hasHighErrors();
    }

    /** Number of added records. */
    public long records() {
        return records;
    }

    /**
     * Adds the errors of kept versions on the record that was just added; does nothing if an error is not finite.
     *
     * @param activeError normalised error of the active selection
     * @param comparison the versions and their errors
     */
    public void addComparison(float activeError, KeptVersionComparison comparison) {
        float[] errors = comparison.errors();
        float[] fits = comparison.fits();
        if (!Float.isFinite(activeError) || !areFinite(errors) || !areFinite(fits)) {
            return;
        }
        comparedErrorRecords++;
        comparedErrorSum += activeError;
        for (int i = 0; i < errors.length; i++) {
            double sum = (double) activeError + errors[i];
            double gain = sum > 0 ? (activeError - errors[i]) / sum : 0;
            int version = comparison.versions()[i];
            KeptVersionSums before = keptVersions.get(version);
            double product = before == null ? 0 : gain * before.getLastGain();
            keptVersions.merge(
                    version,
                    new KeptVersionSums(
                            version, (double) errors[i], gain, gain * gain, product, gain, (double) fits[i]),
                    KeptVersionTotals::add);
        }
    }

    private static boolean areFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** Counts a record of an outage, of which nothing else is added. */
    public void addOutage() {
        outageRecords++;
        outageRun++;
    }

    /** Counts the record that is added next as out of order. */
    public void addOutOfOrder() {
        outOfOrderRecords++;
    }

    /**
     * The sums so far.
     *
     * @param windowStart event time in milliseconds
     * @param codes values far outside of the reference since the latest partial sum
     */
    public DriftPartial toPartial(long windowStart, List<FaultCodeCount> codes) {
        return DriftPartial.newBuilder()
                .setLayout(layout)
                .setSelectionVersion(version)
                .setWindowStart(Instant.ofEpochMilli(windowStart))
                .setRecords(records)
                .setErrorRecords(errorRecords)
                .setErrorSum(errorSum)
                .setMissingCounts(boxed(missingCounts))
                .setSquaredErrors(IntStream.range(0, channels)
                        .mapToObj(channelErrors::squares)
                        .toList())
                .setMeasuredCounts(IntStream.range(0, channels)
                        .mapToObj(channelErrors::measured)
                        .toList())
                .setOutOfOrderRecords(outOfOrderRecords)
                .setErrorBlocks(blocks.all())
                .setSampledRecords(sensors.sampledRecords())
                .setComparedRecords(sensors.comparedRecords())
                .setRepeatedCounts(boxed(sensors.repeatedCounts()))
                .setOutsideCounts(boxed(sensors.outsideCounts()))
                .setLowest(Floats.view(sensors.lowest()))
                .setHighest(Floats.view(sensors.highest()))
                .setOutageRecords(outageRecords)
                .setOutageRun(outageRun)
                .setComparedErrorRecords(comparedErrorRecords)
                .setComparedErrorSum(comparedErrorSum)
                .setKeptVersions(List.copyOf(keptVersions.values()))
                .setFaultCodes(codes)
                .build();
    }

    private static List<Long> boxed(long[] values) {
        return LongStream.of(values).boxed().toList();
    }
}
