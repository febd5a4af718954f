package io.sensieve.streams.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.Reconstruction;
import io.sensieve.ReducedRecord;
import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.codec.Floats;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputEncoderTest {
    private static final AvroCodec<SensorRecord> RECORDS = AvroCodec.of(SensorRecord.class);

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 700})
    void shouldWriteTheSameBytesAsAvroWhenValuesVary(int selected) {
        // Given
        Random random = new Random(selected);
        float[] values = new float[2 * selected];
        int[] channels = new int[selected];
        float[] selectedValues = new float[selected];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt());
        }
        for (int i = 0; i < selected; i++) {
            channels[i] = 2 * i + 1;
            selectedValues[i] = values[channels[i]];
        }
        SensorRecordView view = new SensorRecordView(RECORDS);

        for (long time : new long[] {0, -1, 63, 64, 1_795_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE}) {
            String layout = "press-ä".repeat(1 + random.nextInt(20));
            int version = random.nextInt() >>> random.nextInt(32);
            Instant instant = Instant.ofEpochMilli(time);
            view.read(RECORDS.encode(new SensorRecord(layout, instant, null, Floats.view(values))));
            OutputEncoder encoder = OutputEncoder.of(
                    AvroCodec.of(ReducedRecord.class), AvroCodec.of(Reconstruction.class), layout, version);

            // When
            byte[] reduced = encoder.reduced(view, channels);
            byte[] reconstruction = encoder.reconstruction(time, 0.25f, values);

            // Then
            assertThat(reduced)
                    .isEqualTo(AvroCodec.of(ReducedRecord.class)
                            .encode(new ReducedRecord(layout, version, instant, Floats.view(selectedValues))));
            assertThat(reconstruction)
                    .isEqualTo(AvroCodec.of(Reconstruction.class)
                            .encode(new Reconstruction(layout, version, instant, 0.25f, Floats.view(values))));
        }
    }
}
