package io.sensieve.benchmarks.jmh;

import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.Reconstructor;
import io.sensieve.streams.reconstruct.ProjectionBuffer;
import io.sensieve.streams.record.OutputEncoder;
import io.sensieve.streams.record.SensorRecordView;
import io.sensieve.topic.WireFormat;
import java.util.Collections;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures each step that the streams app performs on a record. */
@State(Scope.Thread)
@NullUnmarked
public class ProcessingSteps {
    private static final int BATCH = 60;

    private final SensorRecordView view = new SensorRecordView(AvroCodec.of(SensorRecord.class));
    private final OutputEncoder encoder =
            OutputEncoder.of(WireFormat.singleObject(), BenchmarkRecords.LAYOUT, BenchmarkRecords.VERSION);

    private int[] channels;
    private Reconstructor reconstructor;
    private float[] reduced;
    private float[][] batch;
    private float[] reconstructed;
    private float[] squares;
    private ProjectionBuffer projection;
    private DriftWindow window;

    @Setup
    public void load(BenchmarkRecords records) {
        LoadedSelection selection = records.selection();
        channels = selection.model().channels();
        reconstructor = new Reconstructor(selection.model(), BATCH);
        reduced = reconstructor.project(records.row());
        reconstructed = reconstructor.reconstruct(reduced);
        batch = Collections.nCopies(BATCH, reduced).toArray(float[][]::new);
        squares = new float[records.d];
        view.read(records.bytes());
        projection = ProjectedRecord.of(selection, view);
        window = new DriftWindow(selection);
        window.add(projection);
    }

    /** Checks header, fingerprint and structure, and reads the selected values in place. */
    @Benchmark
    public float[] project(BenchmarkRecords records) {
        view.read(records.bytes());
        for (int i = 0; i < channels.length; i++) {
            reduced[i] = view.value(channels[i]);
        }
        return reduced;
    }

    /** Searches for an infinite value. */
    @Benchmark
    public int check() {
        return view.firstInfinite();
    }

    /** Runs the decoder on a single record. */
    @Benchmark
    public float[] reconstruct() {
        return reconstruct(1);
    }

    /** Runs the decoder on a batch of records; figures are for one record. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public float[] reconstructBatch() {
        return reconstruct(BATCH);
    }

    private float[] reconstruct(int count) {
        reconstructor.reconstruct(batch, count);
        for (int i = 0; i < count; i++) {
            reconstructor.copyReconstruction(i, reconstructed);
        }
        return reconstructed;
    }

    @Benchmark
    public float error(BenchmarkRecords records) {
        return reconstructor.error(records.row(), reconstructed, squares);
    }

    /** Adds a record to the sums of its window. */
    @Benchmark
    public void addToWindow() {
        window.add(projection);
    }

    /** Computes the errors of a window; the app does so once for each window. */
    @Benchmark
    public double computeWindowStatistics() {
        return window.errorRatio();
    }

    @Benchmark
    public byte[] encodeReduced() {
        return encoder.reduced(view, channels);
    }

    @Benchmark
    public byte[] encodeReconstruction() {
        return encoder.reconstruction(view.timestamp(), 1e-3f, reconstructed);
    }
}
