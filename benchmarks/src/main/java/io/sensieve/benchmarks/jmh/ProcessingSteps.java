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

/** What the app does to a record, step by step. */
@State(Scope.Thread)
@NullUnmarked
public class ProcessingSteps {
    private static final int TOGETHER = 60;

    private final SensorRecordView view = new SensorRecordView(AvroCodec.of(SensorRecord.class));
    private final OutputEncoder encoder =
            OutputEncoder.of(WireFormat.singleObject(), RecordFlow.LAYOUT, RecordFlow.VERSION);

    private int[] channels;
    private Reconstructor reconstructor;
    private float[] reduced;
    private float[][] together;
    private float[] rebuilt;
    private float[] squares;
    private ProjectionBuffer projection;
    private DriftWindow window;

    @Setup
    public void load(RecordFlow flow) {
        LoadedSelection selection = flow.selection();
        channels = selection.model().channels();
        reconstructor = new Reconstructor(selection.model(), TOGETHER);
        reduced = reconstructor.project(flow.row());
        rebuilt = reconstructor.reconstruct(reduced);
        together = Collections.nCopies(TOGETHER, reduced).toArray(float[][]::new);
        squares = new float[flow.d];
        view.read(flow.bytes());
        projection = Projected.of(selection, view);
        window = new DriftWindow(selection);
        window.add(projection);
    }

    /** Checks header, fingerprint and structure, and reads the chosen values where they lie. */
    @Benchmark
    public float[] project(RecordFlow flow) {
        view.read(flow.bytes());
        for (int i = 0; i < channels.length; i++) {
            reduced[i] = view.value(channels[i]);
        }
        return reduced;
    }

    /** Looks for an infinite value. */
    @Benchmark
    public int check() {
        return view.firstInfinite();
    }

    /** Runs the decoder on a record by itself. */
    @Benchmark
    public float[] rebuild() {
        return rebuild(1);
    }

    /** Runs the decoder on records that came together; figures are of one. */
    @Benchmark
    @OperationsPerInvocation(TOGETHER)
    public float[] rebuildTogether() {
        return rebuild(TOGETHER);
    }

    private float[] rebuild(int records) {
        reconstructor.reconstruct(together, records);
        for (int i = 0; i < records; i++) {
            reconstructor.copyReconstruction(i, rebuilt);
        }
        return rebuilt;
    }

    @Benchmark
    public float error(RecordFlow flow) {
        return reconstructor.error(flow.row(), rebuilt, squares);
    }

    /** Adds a record to its window's error sums and histograms. */
    @Benchmark
    public void addToWindow() {
        window.add(projection);
    }

    /** Finds the stability indices of a window: once a window, not a record. */
    @Benchmark
    public double judgeWindow() {
        return window.psiMax();
    }

    @Benchmark
    public byte[] encodeReduced() {
        return encoder.reduced(view, channels);
    }

    @Benchmark
    public byte[] encodeReconstruction() {
        return encoder.reconstruction(view.timestamp(), 1e-3f, rebuilt);
    }
}
