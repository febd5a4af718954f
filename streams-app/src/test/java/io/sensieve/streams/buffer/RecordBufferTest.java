package io.sensieve.streams.buffer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.streams.record.RecordOrigin;
import io.sensieve.streams.record.SensorRecordView;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked
class RecordBufferTest {
    private static final AvroCodec<SensorRecord> CODEC = AvroCodec.of(SensorRecord.class);

    @TempDir
    Path state;

    private KeyValueStore<byte[], byte[]> store;

    @BeforeEach
    void open() {
        MockProcessorContext<Void, Void> context =
                new MockProcessorContext<>(new Properties(), new TaskId(0, 0), state.toFile());
        store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("buffered"), Serdes.ByteArray(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldCountAndOrderRecordsWhenStoreIsOpenedAgain() {
        // Given
        RecordBuffer before = new RecordBuffer(store);
        for (long offset : new long[] {3, 255, 256, 70_000, 1L << 40}) {
            add(before, "L", at(offset), 0);
            add(before, "L.2", at(offset + 1), 0);
        }

        // When
        RecordBuffer after = new RecordBuffer(store);

        // Then
        assertThat(after.size()).isEqualTo(10);
        assertThat(after.layouts()).containsExactlyInAnyOrder("L", "L.2");
        assertThat(drain(after, "L", 2)).containsExactly(3L, 255L);
        assertThat(drain(after, "L", 9)).containsExactly(256L, 70_000L, 1L << 40);
        assertThat(after.isEmpty("L")).isTrue();
        assertThat(after.size()).isEqualTo(5);
    }

    @Test
    void shouldCountOnceWhenSameOffsetIsAddedAgain() {
        // Given
        RecordBuffer buffer = new RecordBuffer(store);

        // When
        add(buffer, "L", at(5), 0);
        add(buffer, "L", at(5), 1);

        // Then
        assertThat(buffer.size()).isEqualTo(1);
    }

    @Test
    void shouldLeaveRecordWhenVisitorReturnsFalse() {
        // Given
        RecordBuffer buffer = new RecordBuffer(store);
        add(buffer, "L", at(5), 0);
        add(buffer, "L", at(6), 0);

        // When
        int removed = buffer.drain("L", 10, record -> record.getOffset() < 6);

        // Then
        assertThat(removed).isEqualTo(1);
        assertThat(drain(buffer, "L", 10)).containsExactly(6L);
    }

    private static List<Long> drain(RecordBuffer buffer, String layout, int most) {
        List<Long> offsets = new ArrayList<>();
        buffer.drain(layout, most, record -> offsets.add(record.getOffset()));
        return offsets;
    }

    private static void add(RecordBuffer buffer, String layout, RecordOrigin origin, long now) {
        SensorRecordView read = new SensorRecordView(CODEC);
        read.read(CODEC.encode(new SensorRecord(layout, Instant.EPOCH, null, List.of(1f))));
        buffer.add(new Record<>("d".getBytes(UTF_8), read, 0, new RecordHeaders()), read, origin, now);
    }

    private static RecordOrigin at(long offset) {
        return new RecordOrigin("sensor.records", 0, offset);
    }
}
