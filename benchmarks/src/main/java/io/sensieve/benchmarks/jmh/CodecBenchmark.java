package io.sensieve.benchmarks.jmh;

import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.streams.record.OutputEncoder;
import io.sensieve.streams.record.SensorRecordView;
import io.sensieve.topic.WireFormat;
import java.util.Arrays;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures the step from the bytes of a record to the bytes of its reduced record, against stock Avro. */
@State(Scope.Thread)
@NullUnmarked
public class CodecBenchmark {
    private final SensorRecordView view = new SensorRecordView(AvroCodec.of(SensorRecord.class));
    private final OutputEncoder encoder =
            OutputEncoder.of(WireFormat.singleObject(), BenchmarkRecords.LAYOUT, BenchmarkRecords.VERSION);
    private int[] channels;
    private StockAvro stockAvro;

    /**
     * Checks that both codecs write the same bytes.
     *
     * @throws IllegalStateException if they differ
     */
    @Setup
    public void load(BenchmarkRecords records) {
        channels = records.selection().model().channels();
        stockAvro = new StockAvro(channels, BenchmarkRecords.VERSION);
        byte[] bytes = records.bytes();
        if (!Arrays.equals(reduce(bytes), stockAvro.reduce(bytes))) {
            throw new IllegalStateException("the two codecs write different bytes");
        }
    }

    @Benchmark
    public byte[] sensieve(BenchmarkRecords records) {
        return reduce(records.bytes());
    }

    @Benchmark
    public byte[] stockAvro(BenchmarkRecords records) {
        return stockAvro.reduce(records.bytes());
    }

    private byte[] reduce(byte[] bytes) {
        view.read(bytes);
        return encoder.reduced(view, channels);
    }
}
