package io.sensieve.streams.drift;

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
 * Sums of one layout, selection version and window in one task. So that a single device gone mad is no drift of all, a
 * record's error counts as at most {@link ErrorScale#mostInMeans}, and, in a record far from what is usual, that of
 * each channel as at most what {@link ChannelErrorRise} takes it to be: else one glitch of one sensor would be its
 * channel's error of the window.
 */
public final class PartialSums {
    private final String layout;
    private final int version;
    private final float[][] edges;
    private final int[] firstBin;
    private final long[] bins;
    private final ChannelErrors channelErrors;
    private final int channels;
    private final double errorMax;
    private final ErrorSketch errors = new ErrorSketch();
    private final ErrorBlocks blocks;
    private final double usualMax;
    private final float[] mostSquares;
    private final float[] heldSquares;
    private final SensorSample sensors;
    private final double errorUnit;
    private long records;
    private long errorRecords;
    private double errorSum;
    private long outOfOrder;
    private long shadowRecords;
    private double shadowErrorSum;
    private double ownErrorSum;

    public PartialSums(LoadedSelection selection) {
        layout = selection.selection().getLayout();
        version = selection.version();
        List<ChannelProfile> profiles = selection.selection().getReference().getChannels();
        edges = new float[profiles.size()][];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = Floats.array(profiles.get(i).getEdges());
        }
        firstBin = firstBins(selection);
        bins = new long[firstBin[edges.length]];
        channels = selection.channelCount();
        channelErrors = new ChannelErrors(channels);
        ErrorSummary validation = selection.selection().getValidation();
        errorMax = ErrorScale.mostInMeans(validation);
        errorUnit = ErrorSketch.unit(validation);
        ErrorScale scale = ErrorScale.of(validation);
        blocks = new ErrorBlocks(scale);
        usualMax = scale.max();
        mostSquares = new float[channels];
        for (int i = 0; i < channels; i++) {
            mostSquares[i] = (float) ChannelErrorRise.mostSquare(selection.selection(), i);
        }
        heldSquares = new float[channels];
        sensors = new SensorSample(selection);
    }

    /** Of each chosen channel, and behind the last one. */
    public static int[] firstBins(LoadedSelection selection) {
        List<ChannelProfile> profiles = selection.selection().getReference().getChannels();
        int[] first = new int[profiles.size() + 1];
        for (int i = 0; i < profiles.size(); i++) {
            first[i + 1] = first[i] + profiles.get(i).getEdges().size() + 2;
        }
        return first;
    }

    /** Adds one record. */
    public void add(ProjectionBuffer projection) {
        records++;
        float error = projection.error();
        if (Float.isFinite(error)) {
            errorRecords++;
            errorSum += Math.min(error, errorMax);
            errors.add(error, errorUnit);
            blocks.add(error, projection.timestamp());
            channelErrors.add(
                    error > usualMax ? held(projection.squares()) : projection.squares(), projection.measured());
        }
        float[] reduced = projection.reduced();
        for (int i = 0; i < reduced.length; i++) {
            bins[firstBin[i] + bin(edges[i], reduced[i])]++;
        }
    }

    private float[] held(float[] squares) {
        for (int i = 0; i < squares.length; i++) {
            heldSquares[i] = Math.min(squares[i], mostSquares[i]);
        }
        return heldSquares;
    }

    /** Whether the record just added is one to look at closely. */
    public boolean wantsSample() {
        return SensorSample.wants(records);
    }

    /**
     * Looks closely at the record just added.
     *
     * @param previous what is known of its device
     */
    public void sample(ProjectionBuffer projection, DeviceValues.Previous previous) {
        sensors.add(projection.values(), projection.reduced(), previous);
    }

    /** Whether the errors are so high that the judge should see them soon. */
    boolean conspicuous() {
        return blocks.conspicuous();
    }

    /** Adds what the record just added is to the version and to its champion. */
    void shadow(float ownError, float championError) {
        if (Float.isFinite(championError)) {
            shadowRecords++;
            shadowErrorSum += Math.min(championError, errorMax);
            ownErrorSum += Math.min(ownError, errorMax);
        }
    }

    /** Notes that the record just added came after one of a later event time. */
    void outOfOrder() {
        outOfOrder++;
    }

    /**
     * The sums so far.
     *
     * @param batches of the records before them
     */
    public DriftPartial toPartial(long windowStart, EffectiveSampleSize batches) {
        batches.add(bins, records);
        return new DriftPartial(
                layout,
                version,
                Instant.ofEpochMilli(windowStart),
                records,
                errorRecords,
                errorSum,
                boxed(bins),
                IntStream.range(0, channels).mapToObj(channelErrors::squares).toList(),
                IntStream.range(0, channels).mapToObj(channelErrors::measured).toList(),
                outOfOrder,
                errors.toBytes(),
                blocks.all(),
                sensors.sampled(),
                sensors.compared(),
                boxed(sensors.repeated()),
                boxed(sensors.outside()),
                Floats.view(sensors.lowest()),
                Floats.view(sensors.highest()),
                shadowRecords,
                shadowErrorSum,
                ownErrorSum,
                DoubleStream.of(batches.takeStatistics()).boxed().toList(),
                boxed(batches.takeFreedoms()));
    }

    private static List<Long> boxed(long[] values) {
        return LongStream.of(values).boxed().toList();
    }

    /**
     * Bin i holds {@code edges[i-1] <= value < edges[i]}; the bin after the last is of missing values. The few edges
     * are all compared: a search would guess wrong where to go on.
     */
    public static int bin(float[] edges, float value) {
        if (Float.isNaN(value)) {
            return edges.length + 1;
        }
        int passed = 0;
        for (float edge : edges) {
            passed += edge <= value ? 1 : 0;
        }
        return passed;
    }
}
