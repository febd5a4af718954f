package sensieve.benchmarks.jmh;

import java.util.Arrays;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import sensieve.SensorRecord;
import sensieve.codec.AvroCodec;
import sensieve.codec.OutputEncoder;
import sensieve.codec.SensorRecordView;
import sensieve.topic.WireFormat;

/** A record's bytes in, a reduced record's bytes out. */
@State(Scope.Thread)
@NullUnmarked
public class Codec {
    private final SensorRecordView view = new SensorRecordView(AvroCodec.of(SensorRecord.class));
    private final OutputEncoder encoder = WireFormat.singleObject().outputs(Flow.LAYOUT, Flow.VERSION);
    private int[] channels;
    private OrdinaryWay ordinary;

    /**
     * Sees to it that both do the same.
     *
     * @throws IllegalStateException if they do not
     */
    @Setup
    public void load(Flow flow) {
        channels = flow.selection().model().channels();
        ordinary = new OrdinaryWay(channels, Flow.VERSION);
        byte[] bytes = flow.bytes();
        if (!Arrays.equals(reduce(bytes), ordinary.reduce(bytes))) {
            throw new IllegalStateException("the two ways do not write the same bytes");
        }
    }

    @Benchmark
    public byte[] ours(Flow flow) {
        return reduce(flow.bytes());
    }

    @Benchmark
    public byte[] ordinary(Flow flow) {
        return ordinary.reduce(flow.bytes());
    }

    private byte[] reduce(byte[] bytes) {
        view.read(bytes);
        return encoder.reduced(view, channels);
    }
}
