package io.sensieve.benchmarks.jmh;

import io.sensieve.Selection;
import io.sensieve.SensorRecord;
import io.sensieve.benchmarks.workload.BenchmarkSelections;
import io.sensieve.benchmarks.workload.SensorRows;
import io.sensieve.codec.AvroCodec;
import io.sensieve.codec.Floats;
import io.sensieve.model.LoadedSelection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Provides a trained selection and records for the JMH benchmarks. Records rotate, so that caches do not hold a single
 * record.
 */
@State(Scope.Thread)
@NullUnmarked
public class BenchmarkRecords {
    static final String LAYOUT = "turbine";
    static final int VERSION = 3;

    private static final String FOLDER = "sensieve.benchmarks.jmh.selections";
    private static final AvroCodec<Selection> SELECTION = AvroCodec.of(Selection.class);
    private static final Instant TIME = Instant.parse("2026-11-01T00:00:00Z");
    private static final int ROWS = 3_000;
    private static final int RECORDS = 256;

    /** D, the number of channels. */
    @Param("617")
    public int d;

    private LoadedSelection selection;
    private float[][] rows;
    private byte[][] bytes;
    private int next;

    /**
     * Trains a selection and writes it to a folder for the JVMs that JMH starts.
     *
     * @return the JVM option that names the folder
     */
    static String prepare(Path folder, int d, int k) throws IOException {
        BenchmarkSelections.Version trained =
                BenchmarkSelections.train(SensorRows.generated(ROWS, d), k).version(LAYOUT, VERSION);
        Files.write(selectionFile(folder, d), SELECTION.encode(trained.selection()));
        Files.write(modelFile(folder, d), trained.modelFile());
        return "-D" + FOLDER + "=" + folder;
    }

    @Setup
    public void load() throws IOException {
        Path folder = Path.of(System.getProperty(FOLDER));
        selection = LoadedSelection.of(
                SELECTION.decode(Files.readAllBytes(selectionFile(folder, d))),
                Files.readAllBytes(modelFile(folder, d)),
                Optional.empty());
        rows = SensorRows.generated(RECORDS, d).sent();
        AvroCodec<SensorRecord> codec = AvroCodec.of(SensorRecord.class);
        bytes = Stream.of(rows)
                .map(row -> codec.encode(new SensorRecord(LAYOUT, TIME, null, Floats.view(row))))
                .toArray(byte[][]::new);
    }

    LoadedSelection selection() {
        return selection;
    }

    /** The next record as Avro bytes. */
    byte[] bytes() {
        return bytes[next++ & (RECORDS - 1)];
    }

    /** The D values of the next record. */
    float[] row() {
        return rows[next++ & (RECORDS - 1)];
    }

    private static Path selectionFile(Path folder, int d) {
        return folder.resolve(d + ".selection.avro");
    }

    private static Path modelFile(Path folder, int d) {
        return folder.resolve(d + ".safetensors");
    }
}
