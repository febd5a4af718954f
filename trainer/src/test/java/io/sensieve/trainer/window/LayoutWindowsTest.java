package io.sensieve.trainer.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.sensieve.SensorRecord;
import io.sensieve.codec.AvroCodec;
import io.sensieve.codec.Floats;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutWindowsTest {
    private static final AvroCodec<SensorRecord> CODEC = AvroCodec.of(SensorRecord.class);
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration SPAN = Duration.ofMinutes(8);
    private static final WindowSettings SETTINGS =
            new WindowSettings(100, 20, SPAN, Duration.ofSeconds(10), 0.2, 2, 1_000_000, 11);

    private final List<SkipReason> skipped = new ArrayList<>();
    private final List<String> accepted = new ArrayList<>();
    private Instant now = START;
    private final LayoutWindows windows = windows(SETTINGS);

    private LayoutWindows windows(WindowSettings settings) {
        return new LayoutWindows(
                settings, DeclaredMissingValues.of("-200,a:9999"), CODEC, () -> now, new LayoutWindows.Listener() {
                    @Override
                    public void accepted(String layout) {
                        accepted.add(layout);
                    }

                    @Override
                    public void skipped(SkipReason reason) {
                        skipped.add(reason);
                    }
                });
    }

    private LayoutWindows windows(int minRows) {
        return windows(new WindowSettings(5_000, minRows, SPAN, Duration.ofSeconds(10), 0.2, 2, 10_000_000, 11));
    }

    @Test
    void shouldHoldOutTheNewestPartWhenSampled() {
        // Given
        for (int i = 0; i < 50; i++) {
            offer("a", START.plusMillis((i * 37) % 50), (i * 37) % 50, 0);
        }

        // When
        WindowSample sample = windows.window("a").orElseThrow().sample();

        // Then
        assertThat(sample.train()).hasNumberOfRows(40);
        assertThat(sample.validation()).hasNumberOfRows(10);
        assertThat(Arrays.stream(sample.validation()).map(row -> row[0]))
                .containsExactly(40f, 41f, 42f, 43f, 44f, 45f, 46f, 47f, 48f, 49f);
        assertThat(sample.from()).isEqualTo(START);
        assertThat(sample.to()).isEqualTo(START.plusMillis(49));
        assertThat(sample.offsets()).containsExactly(entry(0, new OffsetSpan(0, 49)));
    }

    @Test
    void shouldReplaceDeclaredMissingValuesWhenARecordIsTakenIn() {
        // When
        offer("a", START, 1, -200, 9999, 200);
        offer("b", START, -200, -200, 9999, 4);

        // Then
        assertThat(windows.window("a").orElseThrow().sample().rows().get(0).values())
                .containsExactly(1, Float.NaN, Float.NaN, 200);
        assertThat(windows.window("b").orElseThrow().sample().rows().get(0).values())
                .containsExactly(Float.NaN, Float.NaN, 9999, 4);
        assertThat(skipped).isEmpty();
    }

    @Test
    void shouldNameTheReasonWhenARecordIsSkipped() {
        // Given
        expect(Map.of("a", 2, "b", 1));
        offer("a", START, 1, 2);

        // When
        windows.offer(null, new RecordPosition(0, 1, 0));
        windows.offer(new byte[] {1}, new RecordPosition(0, 2, 0));
        offer("a b", START, 1, 2);
        offer("a", START, 1, 2, 3);
        offer("a", START, 1, Float.POSITIVE_INFINITY);
        offer("b", START);
        offer("b", START, 1);
        offer("c", START, 1);
        offer("a", START.plus(SPAN.dividedBy(8)).plusMillis(1), 1, 2);
        offer("a", START.minus(SPAN), 1, 2);

        // Then
        assertThat(skipped)
                .containsExactly(
                        SkipReason.UNREADABLE,
                        SkipReason.UNREADABLE,
                        SkipReason.BAD_LAYOUT,
                        SkipReason.WRONG_LENGTH,
                        SkipReason.INFINITE,
                        SkipReason.WRONG_LENGTH,
                        SkipReason.TOO_MANY_LAYOUTS,
                        SkipReason.FUTURE,
                        SkipReason.LATE);
        assertThat(accepted).containsExactly("a", "b");
    }

    @Test
    void shouldKeepDeclaredAndUsableWindowsWhenADeviceInventsNames() {
        // Given
        expect(Map.of("declared", 1));
        offer("declared", START, 1);

        // When
        for (int i = 0; i < 50; i++) {
            offer("name" + i, START, 1);
        }
        for (int i = 0; i < 20; i++) {
            offer("grown", START.plusMillis(i), 1);
        }
        offer("name50", START, 1);

        // Then
        assertThat(windows.layouts()).containsExactly("declared", "grown");
        assertThat(skipped).containsExactly(SkipReason.TOO_MANY_LAYOUTS);
    }

    @Test
    void shouldKeepTheWindowWhenOneDeviceIsFarBehindTheOthers() {
        // Given
        for (int i = 0; i < 100; i++) {
            offer("a", START.plusMillis(i), i);
            offer("a", START.minus(Duration.ofDays(365)).plusMillis(i), -1);
        }

        // When
        WindowSample sample = windows.window("a").orElseThrow().sample();

        // Then
        assertThat(skipped).hasSize(100).containsOnly(SkipReason.LATE);
        assertThat(sample.from()).isEqualTo(START);
    }

    @Test
    void shouldClearTheWindowWhenTimeIsSetBack() {
        // Given
        for (int i = 0; i < 30; i++) {
            offer("a", START.plusMillis(i), i);
        }

        // When
        Instant before = START.minus(Duration.ofDays(1));
        for (int i = 0; i < 49; i++) {
            offer("a", before.plusMillis(i), i);
        }

        // Then
        assertThat(skipped).hasSize(19).containsOnly(SkipReason.LATE);
        assertThat(windows.window("a").orElseThrow().size()).isEqualTo(30);
        assertThat(windows.window("a").orElseThrow().sample().to()).isEqualTo(before.plusMillis(48));
    }

    @Test
    void shouldReplaceTheWindowWhenTheFirstRecordHadAnotherLengthThanAllOthers() {
        // Given
        offer("a", START, 1);

        // When
        for (int i = 0; i < 40; i++) {
            offer("a", START, 1, 2);
        }

        // Then
        assertThat(skipped).hasSize(20).containsOnly(SkipReason.WRONG_LENGTH);
        assertThat(windows.window("a").orElseThrow().channels()).isEqualTo(2);
        assertThat(windows.window("a").orElseThrow().size()).isEqualTo(20);
    }

    @Test
    void shouldGetFewerRowsOrNoneWhenMemoryIsShort() {
        // Given
        float[] wide = new float[4_000];
        float[] tooWide = new float[7_000];

        // When
        for (int i = 0; i < 100; i++) {
            offer("a", START.plusMillis(i), wide);
        }
        offer("b", START, tooWide);

        // Then
        assertThat(windows.window("a").orElseThrow().size()).isEqualTo(20);
        assertThat(skipped).containsExactly(SkipReason.NO_MEMORY);
    }

    @Test
    void shouldSkipARecordWhenItsTimeIsTheLowestOrHighestLong() {
        // Given
        offer("a", Instant.ofEpochMilli(Long.MIN_VALUE), 1);
        offer("a", Instant.ofEpochMilli(Long.MAX_VALUE), 1);

        // When
        offer("a", START, 1);

        // Then
        assertThat(skipped).containsExactly(SkipReason.BEFORE_TIME, SkipReason.FUTURE);
        assertThat(windows.window("a").orElseThrow().size()).isEqualTo(1);
    }

    @Test
    void shouldSkipOtherLengthsWhenTheLayoutIsKnown() {
        // Given
        expect(Map.of("a", 2));

        // When
        for (int i = 0; i < 40; i++) {
            offer("a", START, 1);
        }
        offer("a", START, 1, 2);

        // Then
        assertThat(skipped).hasSize(40).containsOnly(SkipReason.WRONG_LENGTH);
        assertThat(windows.window("a").orElseThrow().size()).isEqualTo(1);
    }

    @Test
    void shouldRemoveTheWindowWhenTheLayoutIsDeclaredWithAnotherLength() {
        // Given
        offer("a", START, 1);

        // When
        expect(Map.of("a", 2));

        // Then
        assertThat(windows.window("a")).isEmpty();

        // When
        offer("a", START, 1, 2);

        // Then
        assertThat(windows.window("a").orElseThrow().channels()).isEqualTo(2);
    }

    @Test
    void shouldAcceptOnlyLaterRecordsWhenARequestNamesAChange() {
        // Given
        for (int i = 0; i < 30; i++) {
            offer("a", START.plusMillis(i), i);
        }

        // When
        now = START.plusSeconds(1);
        var from = windows.restartFrom("a", START.plusMillis(10).toEpochMilli());
        for (int i = 0; i < 30; i++) {
            windows.offerAgain("a", bytes("a", START.plusMillis(i), i), new RecordPosition(0, i, 0));
            windows.offerAgain("a", bytes("b", START.plusMillis(i), i), new RecordPosition(1, i, 0));
        }

        // Then
        assertThat(from).containsExactly(entry(0, new OffsetSpan(0, 29)));
        assertThat(windows.window("a").orElseThrow().sample().from()).isEqualTo(START.plusMillis(10));
        assertThat(windows.window("a").orElseThrow().size()).isEqualTo(20);
        assertThat(windows.window("b")).isEmpty();
        assertThat(accepted).hasSize(30);
    }

    @Test
    void shouldKeepRowsFromBeforeAChangeAsEarlierRows() {
        // Given: 30 rows, then a change at the 21st
        for (int i = 0; i < 30; i++) {
            offer("a", START.plusMillis(i), i);
        }
        now = START.plusSeconds(1);

        // When: the records from the 11th on are read again
        windows.restartFrom("a", START.plusMillis(20).toEpochMilli());
        for (int i = 10; i < 30; i++) {
            windows.offerAgain("a", bytes("a", START.plusMillis(i), i), new RecordPosition(0, i, 0));
        }
        WindowSample sample = windows.window("a").orElseThrow().sample();

        // Then: each earlier row once, in the order of time
        assertThat(sample.earlier())
                .extracting(row -> row.values()[0])
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).mapToObj(i -> (float) i).toList());
        assertThat(sample.rows())
                .extracting(row -> row.values()[0])
                .containsExactlyElementsOf(
                        IntStream.range(20, 30).mapToObj(i -> (float) i).toList());
    }

    @Test
    void shouldSkipTheRowsOfAnOutage() {
        // Given: 60 usual rows of three channels
        for (int i = 1; i <= 60; i++) {
            offer("a", START.plusMillis(i), i, 2 * i, 3 * i);
        }

        // When: two channels are missing, then 0
        offer("a", START.plusMillis(61), Float.NaN, Float.NaN, 61);
        offer("a", START.plusMillis(62), 0, 0, 62);

        // Then
        assertThat(skipped).containsExactly(SkipReason.OUTAGE, SkipReason.OUTAGE);
        assertThat(windows.window("a").orElseThrow().size()).isEqualTo(60);
        assertThat(windows.window("a").orElseThrow().newestRows()).hasSize(62);
    }

    @Test
    void shouldGrowTheSpanWhenDataAreSlow() {
        // Given: a record every ten minutes, a span of an hour, at least 20 rows
        now = START.plus(Duration.ofDays(1));
        for (int i = 0; i < 40; i++) {
            offer("a", START.plus(Duration.ofMinutes(10L * i)), i);
        }

        // When / Then
        assertThat(windows.window("a").orElseThrow().isFull(now)).isTrue();
        assertThat(windows.window("a").orElseThrow().size()).isBetween(20, 22);
        assertThat(skipped).isEmpty();
    }

    @Test
    void shouldTakeNowAsTheTimeOfAChangeWhenARequestNamesAFutureOne() {
        // Given
        now = START.plusSeconds(1);
        windows.restartFrom("new", START.plus(Duration.ofDays(300)).toEpochMilli());
        offer("a", START.plusMillis(5), 1);

        // When
        windows.restartFrom("a", Long.MAX_VALUE);
        offer("a", START, 1);
        offer("a", START.plusMillis(5), 1);
        offer("new", now, 1);

        // Then
        assertThat(skipped).containsExactly(SkipReason.BEFORE_CHANGE);
        assertThat(windows.window("a").orElseThrow().size()).isEqualTo(1);
        assertThat(windows.window("new").orElseThrow().size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {19, 20, 99})
    void shouldBeFullOnceIdleWhenThereAreEnoughRows(int count) {
        // Given
        for (int i = 0; i < count; i++) {
            offer("a", START.plusMillis(i), i);
        }
        LayoutWindow window = windows.window("a").orElseThrow();

        // When / Then
        assertThat(window.isFull(START.plusSeconds(10))).isFalse();
        assertThat(window.isFull(START.plusSeconds(10).plusMillis(1))).isEqualTo(count >= 20);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 99, false",
        "1000, 100, true",
        "5000, 499, false",
        "5000, 500, true",
        "50, 49, false",
        "50, 50, true"
    })
    void shouldBeUsableWithFewerRowsWhenTheyTakeLongerThanAMinute(int minRows, int records, boolean usable) {
        // Given
        LayoutWindows slow = windows(minRows);
        for (int i = 0; i < records; i++) {
            now = START.plusSeconds(i);
            offer(slow, now);
        }

        // When / Then
        assertThat(slow.window("a").orElseThrow().isUsable()).isEqualTo(usable);
    }

    @Test
    void shouldNotBeUsableWithFewerRowsWhenTheyTakeLessThanAMinute() {
        // Given
        LayoutWindows fast = windows(1_000);
        for (int i = 0; i < 999; i++) {
            now = START.plusMillis(i);
            offer(fast, now);
        }

        // When / Then
        assertThat(fast.window("a").orElseThrow().isUsable()).isFalse();
    }

    @Test
    void shouldBeFullWhenAsManyRecordsArrivedAsItsCapacity() {
        // Given
        for (int i = 0; i < 99; i++) {
            offer("a", START.plusMillis(i), i);
        }
        LayoutWindow window = windows.window("a").orElseThrow();
        assertThat(window.isFull(START)).isFalse();

        // When
        offer("a", START, 1);

        // Then
        assertThat(window.isFull(START)).isTrue();
    }

    @Test
    void shouldBeFullWhenTheSpanIsCovered() {
        // Given
        for (int i = 0; i < 20; i++) {
            now = START.plus(Duration.ofSeconds(22L * i));
            offer("a", now, i);
        }
        LayoutWindow window = windows.window("a").orElseThrow();
        assertThat(window.isFull(now)).isFalse();

        // When
        now = START.plus(Duration.ofMinutes(7));
        offer("a", now, 1);

        // Then
        assertThat(window.isFull(now)).isTrue();
    }

    @Test
    void shouldDisplaceAnInventedLayoutWhenADeclaredOneNeedsAWindow() {
        // Given: a device has filled all windows with invented names
        for (int i = 0; i < 20; i++) {
            offer("invented1", START.plusMillis(i), 1);
            offer("invented2", START.plusMillis(i), 1);
        }
        expect(Map.of("declared", 1));

        // When
        offer("declared", START, 1);
        offer("invented3", START, 1);

        // Then
        assertThat(windows.layouts()).contains("declared").hasSize(2);
        assertThat(skipped).containsExactly(SkipReason.TOO_MANY_LAYOUTS);
    }

    @Test
    void shouldDisplaceALayoutThatOnlyHasASelectionWhenADeclaredOneNeedsAWindow() {
        // Given
        windows.setKnownLayouts(Map.of(
                "published1", new KnownLayout(1, false),
                "published2", new KnownLayout(1, false),
                "declared1", new KnownLayout(1, true),
                "declared2", new KnownLayout(1, true)));
        offer("published1", START, 1);
        offer("published2", START, 1);

        // When
        offer("declared1", START, 1);
        offer("declared2", START, 1);
        offer("published1", START, 1);

        // Then
        assertThat(windows.layouts()).containsExactly("declared1", "declared2");
        assertThat(skipped).containsExactly(SkipReason.TOO_MANY_LAYOUTS);
    }

    @Test
    void shouldFreeMemoryOfAnInventedLayoutWhenADeclaredOneNeedsIt() {
        // Given: the invented layout takes almost all memory
        expect(Map.of("declared", 4_000));
        for (int i = 0; i < 20; i++) {
            offer("invented", START.plusMillis(i), new float[4_000]);
        }

        // When
        offer("declared", START, new float[4_000]);

        // Then
        assertThat(windows.layouts()).containsExactly("declared");
        assertThat(skipped).isEmpty();
    }

    @Test
    void shouldRememberTheTimesOfChangesOfAtMostLayoutsMaxLayouts() {
        // Given
        now = START.plusSeconds(1);
        windows.restartFrom("first", START.plusMillis(5).toEpochMilli());
        windows.restartFrom("second", START.plusMillis(5).toEpochMilli());
        windows.restartFrom("third", START.plusMillis(5).toEpochMilli());

        // When
        offer("first", START, 1);
        offer("third", START, 1);

        // Then
        assertThat(accepted).containsExactly("first");
        assertThat(skipped).containsExactly(SkipReason.BEFORE_CHANGE);
    }

    private void expect(Map<String, Integer> channels) {
        windows.setKnownLayouts(channels.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> new KnownLayout(entry.getValue(), true))));
    }

    private void offer(String layout, Instant time, float... values) {
        windows.offer(bytes(layout, time, values), new RecordPosition(0, accepted.size(), 0));
    }

    private static void offer(LayoutWindows windows, Instant time) {
        windows.offer(bytes("a", time, 1, 2), new RecordPosition(0, time.toEpochMilli(), 0));
    }

    private static byte @Nullable [] bytes(String layout, Instant time, float... values) {
        return CODEC.encode(new SensorRecord(layout, time, null, Floats.view(values)));
    }
}
