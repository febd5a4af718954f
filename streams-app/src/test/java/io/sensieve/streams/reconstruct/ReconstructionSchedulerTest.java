package io.sensieve.streams.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.codec.Floats;
import io.sensieve.model.LoadedSelection;
import io.sensieve.model.Reconstructor;
import io.sensieve.streams.PlantedRecords;
import io.sensieve.streams.prefetch.PolledPartition;
import io.sensieve.streams.prefetch.PrefetchPool;
import io.sensieve.streams.record.OutputEncoder;
import io.sensieve.streams.record.SensorRecordView;
import io.sensieve.streams.testing.TestSelection;
import io.sensieve.topic.WireFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scheduling with and without prefetch threads. Whatever records are polled, each result must equal that of a single
 * record.
 */
class ReconstructionSchedulerTest {
    private static final String LAYOUT = "press";
    private static final AvroCodec<SensorRecord> CODEC = AvroCodec.of(SensorRecord.class);
    private static final OutputEncoder ENCODER = OutputEncoder.of(WireFormat.singleObject(), LAYOUT, 1);

    private final TestSelection published = PlantedRecords.selection(LAYOUT, 1);
    private final LoadedSelection selection =
            LoadedSelection.of(published.selection(), published.model(), Optional.empty());
    private final Reconstructor alone = new Reconstructor(selection.model());
    private final PolledPartition polled = new PolledPartition();
    private final List<PrefetchPool> opened = new ArrayList<>();
    private final Random random = new Random(11);

    @AfterEach
    void close() {
        opened.forEach(PrefetchPool::close);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldGiveTheResultOfASingleRecordWhenManyArePolled(int threads) {
        // Given: in between others of another layout, of another length, with missing values, and unreadable ones
        ReconstructionScheduler scheduler = scheduler(threads);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            float[] row = PlantedRecords.row(random);
            switch (i % 7) {
                case 1 -> records.add(record(i, CODEC.encode(sensor("other", row))));
                case 2 -> records.add(record(i, CODEC.encode(sensor(LAYOUT, 1, 2))));
                case 3 -> records.add(record(i, new byte[] {1, 2, 3}));
                case 4 -> {
                    row[i % row.length] = Float.NaN;
                    records.add(record(i, CODEC.encode(sensor(LAYOUT, row))));
                }
                default -> records.add(record(i, CODEC.encode(sensor(LAYOUT, row))));
            }
        }
        polled.add(records.subList(0, 150));
        polled.add(records.subList(150, 400));

        // When / Then
        for (ConsumerRecord<byte[], byte[]> record : records) {
            polled.moveTo(record.offset());
            if (record.offset() % 7 != 1 && record.offset() % 7 != 2 && record.offset() % 7 != 3) {
                compare(scheduler, record.value());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldNotMixUpRecordsWhenSomeWereNotPolledOrAreReadAgain(int threads) {
        // Given
        ReconstructionScheduler scheduler = scheduler(threads);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            records.add(record(i, CODEC.encode(sensor(LAYOUT, PlantedRecords.row(random)))));
        }
        polled.add(records);

        // When / Then: after every third comes one that has waited, and the partition is read again from the middle on
        for (int from : new int[] {0, 50}) {
            polled.add(records.subList(from, 100));
            for (int i = from; i < 100; i++) {
                polled.moveTo(i);
                compare(scheduler, records.get(i).value());
                if (i % 3 == 0) {
                    compare(scheduler, CODEC.encode(sensor(LAYOUT, PlantedRecords.row(random))));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldGiveTheResultOfASingleRecordWhenALayoutBecomesMoreFrequent(int threads) {
        // Given: more records of the layout among those looked at than a batch holds
        ReconstructionScheduler scheduler = scheduler(threads);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 1_600; i++) {
            String layout = i < 400 && i % 8 != 0 ? "other" : LAYOUT;
            records.add(record(i, CODEC.encode(sensor(layout, PlantedRecords.row(random)))));
        }
        polled.add(records);

        // When / Then
        for (ConsumerRecord<byte[], byte[]> record : records) {
            polled.moveTo(record.offset());
            if (record.offset() >= 400 || record.offset() % 8 == 0) {
                compare(scheduler, record.value());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldReconstructTheRecordsOfEachLayoutTogetherWhenManyLayoutsTakeTurns(int threads) {
        // Given
        PrefetchPool ahead = new PrefetchPool(threads);
        opened.add(ahead);
        ProjectionBuffers projections = new ProjectionBuffers(16, WireFormat.singleObject(), ahead, polled, false);
        List<LoadedSelection> selections = IntStream.range(0, 16)
                .mapToObj(i -> PlantedRecords.selection(LAYOUT + i, 1))
                .map(test -> LoadedSelection.of(test.selection(), test.model(), Optional.empty()))
                .toList();
        selections.forEach(projections::of);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 1_600; i++) {
            records.add(record(i, CODEC.encode(sensor(LAYOUT + i % 16, PlantedRecords.row(random)))));
        }
        polled.add(records);

        // When
        SensorRecordView view = new SensorRecordView(CODEC);
        int batches = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            polled.moveTo(record.offset());
            view.read(record.value());
            ProjectionBuffer projection = projections.of(selections.get((int) record.offset() % 16));
            projection.setRecord(view);
            projection.reconstruct();
            batches += projection.scheduler().index() == 0 ? 1 : 0;

            // Then
            float[] row = new float[PlantedRecords.D];
            view.values(row);
            float[] squares = new float[row.length];
            assertThat(projection.error()).isEqualTo(alone.error(row, alone.reconstruct(alone.project(row)), squares));
            assertThat(projection.squares()).containsExactly(squares);
        }
        assertThat(batches).as("of 16 layouts, 100 records each, 60 at once").isEqualTo(16 * 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldNotDelayALayoutWhenTheRecordsOfAnotherAreNeverUsed(int threads) {
        // Given: every second record leaves the task before it is reconstructed
        PrefetchPool ahead = new PrefetchPool(threads);
        opened.add(ahead);
        Map<String, ReconstructionScheduler> layouts = new HashMap<>();
        PrefetchDispatcher routing =
                new PrefetchDispatcher(CODEC, polled, layout -> Optional.ofNullable(layouts.get(layout)));
        for (String layout : List.of(LAYOUT, "other")) {
            layouts.put(layout, new ReconstructionScheduler(selection, CODEC, ahead, polled, routing, ENCODER));
        }
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            records.add(record(i, CODEC.encode(sensor(i % 2 == 0 ? LAYOUT : "other", PlantedRecords.row(random)))));
        }
        polled.add(records);

        // When / Then
        ReconstructionScheduler scheduler = Objects.requireNonNull(layouts.get(LAYOUT));
        int batches = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            polled.moveTo(record.offset());
            if (record.offset() % 2 == 0) {
                compare(scheduler, record.value());
                batches += scheduler.index() == 0 ? 1 : 0;
            }
        }
        assertThat(batches).as("3,000 records, 60 at once").isEqualTo(50);
    }

    private ReconstructionScheduler scheduler(int threads) {
        PrefetchPool ahead = new PrefetchPool(threads);
        opened.add(ahead);
        Map<String, ReconstructionScheduler> layouts = new HashMap<>();
        PrefetchDispatcher routing =
                new PrefetchDispatcher(CODEC, polled, layout -> Optional.ofNullable(layouts.get(layout)));
        ReconstructionScheduler scheduler =
                new ReconstructionScheduler(selection, CODEC, ahead, polled, routing, ENCODER);
        layouts.put(LAYOUT, scheduler);
        return scheduler;
    }

    private void compare(ReconstructionScheduler scheduler, byte[] bytes) {
        SensorRecordView view = new SensorRecordView(CODEC);
        view.read(bytes);
        scheduler.reconstruct(view);

        float[] row = new float[PlantedRecords.D];
        view.values(row);
        float[] reduced = alone.project(row);
        float[] reconstructed = alone.reconstruct(reduced);
        float[] squares = new float[row.length];
        float error = alone.error(row, reconstructed, squares);
        ReconstructionBatch batch = scheduler.batch();
        int index = scheduler.index();
        assertThat(batch.reduced(index)).containsExactly(reduced);
        assertThat(batch.error(index)).isEqualTo(error);
        assertThat(batch.squares(index)).containsExactly(squares);
        assertThat(batch.measured(index)).isEqualTo(alone.measured());
        assertThat(batch.reconstruction(index))
                .isEqualTo(ENCODER.reconstruction(view.timestamp(), error, reconstructed));
    }

    private static SensorRecord sensor(String layout, float... row) {
        return new SensorRecord(layout, Instant.EPOCH, null, Floats.view(row));
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, byte[] value) {
        return new ConsumerRecord<>("sensor.records", 0, offset, new byte[] {1}, value);
    }
}
