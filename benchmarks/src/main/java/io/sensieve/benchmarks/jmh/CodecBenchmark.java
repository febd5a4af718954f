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

/** A record's bytes in, a reduced record's bytes out. */
@State(Scope.Thread)
@NullUnmarked
public class CodecBenchmark {
    private final SensorRecordView view = new SensorRecordView(AvroCodec.of(SensorRecord.class));
    private final OutputEncoder encoder =
            OutputEncoder.of(WireFormat.singleObject(), RecordFlow.LAYOUT, RecordFlow.VERSION);
    private int[] channels;
    private StockAvro ordinary;

    /**
     * Sees to it that both do the same.
     *
     * @throws IllegalStateException if they do not
     */
    @Setup
    public void load(RecordFlow flow) {
        channels = flow.selection().model().channels();
        ordinary = new StockAvro(channels, RecordFlow.VERSION);
        byte[] bytes = flow.bytes();
        if (!Arrays.equals(reduce(bytes), ordinary.reduce(bytes))) {
            throw new IllegalStateException("the two ways do not write the same bytes");
        }
    }

    @Benchmark
    public byte[] ours(RecordFlow flow) {
        return reduce(flow.bytes());
    }

    @Benchmark
    public byte[] ordinary(RecordFlow flow) {
        return ordinary.reduce(flow.bytes());
    }

    private byte[] reduce(byte[] bytes) {
        view.read(bytes);
        return encoder.reduced(view, channels);
    }
}
