package io.sensieve.streams.drift.window;

import io.sensieve.ChannelProfile;
import io.sensieve.ErrorSummary;
import io.sensieve.codec.Floats;
import io.sensieve.model.ChannelErrors;
import io.sensieve.model.LoadedSelection;
import io.sensieve.streams.drift.detector.ErrorBlocks;
import io.sensieve.streams.drift.detector.ErrorScale;
import io.sensieve.streams.drift.distribution.ChannelErrorRise;
import io.sensieve.streams.drift.distribution.EffectiveSampleSize;
import io.sensieve.streams.drift.distribution.ErrorSketch;
import io.sensieve.streams.drift.distribution.ReferenceBins;
import io.sensieve.streams.drift.sensor.DeviceValues;
import io.sensieve.streams.drift.sensor.SensorSample;
import io.sensieve.streams.reconstruct.ProjectionBuffer;
import io.sensieve.streams.state.DriftPartial;
import java.time.Instant;
import java.util.List;
import java.util.stream.DoubleStream;
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
    private final float[][] edges;
    private final int[] firstBin;
    private final long[] binCounts;
    private final ChannelErrors channelErrors;
    private final int channels;
    private final double errorMax;
    private final ErrorSketch errorSketch = new ErrorSketch();
    private final ErrorBlocks blocks;
    private final double normalErrorMax;
    private final float[] squareMax;
    private final float[] limitedSquares;
    private final SensorSample sensors;
    private final double errorUnit;
    private long records;
    private long errorRecords;
    private double errorSum;
    private long outOfOrderRecords;
    private long probationRecords;
    private double championErrorSum;
    private double activeErrorSum;

    public PartialSums(LoadedSelection selection) {
        layout = selection.selection().getLayout();
        version = selection.version();
        List<ChannelProfile> profiles = selection.selection().getReference().getChannels();
        edges = new float[profiles.size()][];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = Floats.array(profiles.get(i).getEdges());
        }
        firstBin = ReferenceBins.offsets(selection);
        binCounts = new long[firstBin[edges.length]];
        channels = selection.channelCount();
        channelErrors = new ChannelErrors(channels);
        ErrorSummary validation = selection.selection().getValidation();
        errorMax = ErrorScale.windowErrorMax(validation);
        errorUnit = ErrorSketch.unit(validation);
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

    /** Adds one record. */
    public void add(ProjectionBuffer projection) {
        records++;
        float error = projection.error();
        if (Float.isFinite(error)) {
            errorRecords++;
            errorSum += Math.min(error, errorMax);
            errorSketch.add(error, errorUnit);
            blocks.add(error, projection.timestamp());
            channelErrors.add(
                    error > normalErrorMax ? limited(projection.squares()) : projection.squares(),
                    projection.measured());
        }
        float[] reduced = projection.reduced();
        for (int i = 0; i < reduced.length; i++) {
            binCounts[firstBin[i] + ReferenceBins.indexOf(edges[i], reduced[i])]++;
        }
    }

    private float[] limited(float[] squares) {
        for (int i = 0; i < squares.length; i++) {
            limitedSquares[i] = Math.min(squares[i], squareMax[i]);
        }
        return limitedSquares;
    }

    /** Whether the record that was just added belongs to the sample of the sensors. */
    public boolean wantsSample() {
        return SensorSample.wants(records);
    }

    /**
     * Adds the record that was just added to the sample of the sensors.
     *
     * @param previous values of an earlier record of the same device
     */
    public void sample(ProjectionBuffer projection, DeviceValues.Previous previous) {
        sensors.add(projection.values(), projection.reduced(), previous);
    }

    /** Whether the errors are so high that the detectors should see them before the next flush. */
    public boolean hasHighErrors() {
        return blocks.hasHighErrors();
    }

    /** Adds the errors of the active version and of its champion on the record that was just added. */
    public void addComparison(float activeError, float championError) {
        if (Float.isFinite(championError)) {
            probationRecords++;
            championErrorSum += Math.min(championError, errorMax);
            activeErrorSum += Math.min(activeError, errorMax);
        }
    }

    /** Counts the record that is added next as out of order. */
    public void addOutOfOrder() {
        outOfOrderRecords++;
    }

    /**
     * The sums so far.
     *
     * @param windowStart event time in milliseconds
     * @param sampleSize estimator of the layout, to which the bins are added as a batch
     */
    public DriftPartial toPartial(long windowStart, EffectiveSampleSize sampleSize) {
        sampleSize.add(binCounts, records);
        return DriftPartial.newBuilder()
                .setLayout(layout)
                .setSelectionVersion(version)
                .setWindowStart(Instant.ofEpochMilli(windowStart))
                .setRecords(records)
                .setErrorRecords(errorRecords)
                .setErrorSum(errorSum)
                .setBinCounts(boxed(binCounts))
                .setSquaredErrors(IntStream.range(0, channels)
                        .mapToObj(channelErrors::squares)
                        .toList())
                .setMeasuredCounts(IntStream.range(0, channels)
                        .mapToObj(channelErrors::measured)
                        .toList())
                .setOutOfOrderRecords(outOfOrderRecords)
                .setErrorHistogram(errorSketch.toBytes())
                .setErrorBlocks(blocks.all())
                .setSampledRecords(sensors.sampledRecords())
                .setComparedRecords(sensors.comparedRecords())
                .setRepeatedCounts(boxed(sensors.repeatedCounts()))
                .setOutsideCounts(boxed(sensors.outsideCounts()))
                .setLowest(Floats.view(sensors.lowest()))
                .setHighest(Floats.view(sensors.highest()))
                .setProbationRecords(probationRecords)
                .setChampionErrorSum(championErrorSum)
                .setActiveErrorSum(activeErrorSum)
                .setBatchStatistics(
                        DoubleStream.of(sampleSize.takeStatistics()).boxed().toList())
                .setBatchDegreesOfFreedom(boxed(sampleSize.takeDegreesOfFreedom()))
                .build();
    }

    private static List<Long> boxed(long[] values) {
        return LongStream.of(values).boxed().toList();
    }
}
