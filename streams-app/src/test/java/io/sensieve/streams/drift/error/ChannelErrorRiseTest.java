package io.sensieve.streams.drift.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.ErrorSummary;
import io.sensieve.ReferenceProfile;
import io.sensieve.Scaling;
import io.sensieve.Selection;
import io.sensieve.codec.AvroCodec;
import io.sensieve.streams.PlantedRecords;
import io.sensieve.streams.state.DriftPartial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Channels whose reference range has width 1; the error of the validation rows is 0.1. */
class ChannelErrorRiseTest {
    private final Selection selection = selection();

    @ParameterizedTest
    @CsvSource({"50, 0.1, false", "100, 0.15, false", "50, 0.4, true", "1000, 0.2, true", "100000, 0.11, true"})
    void shouldNameAChannelWhenItsErrorIsHigherThanChanceAllows(int records, double error, boolean named) {
        // Given
        DriftPartial sums = sums(records, error * error * records);

        // When, Then
        assertThat(ChannelErrorRise.significant(sums, selection)[0]).isEqualTo(named);
    }

    /** One record in a hundred is wrong by 1. */
    @Test
    void shouldKeepTheFalseDiscoveryRateWhenLargeErrorsAreRare() {
        // Given
        Random random = new Random(7);
        int named = 0;

        // When
        for (int window = 0; window < 1_000; window++) {
            double squares = 0;
            for (int i = 0; i < 100; i++) {
                squares += random.nextInt(100) == 0 ? 1 : 0;
            }
            named += ChannelErrorRise.significant(sums(100, squares), selection)[0] ? 1 : 0;
        }

        // Then
        assertThat(named).isLessThan(10);
    }

    private static DriftPartial sums(int records, double squares) {
        List<Double> all = new ArrayList<>(Collections.nCopies(PlantedRecords.D, 0.0));
        all.set(0, squares);
        return DriftPartial.newBuilder()
                .setLayout("L")
                .setSelectionVersion(1)
                .setWindowStart(Instant.EPOCH)
                .setRecords(records)
                .setErrorRecords(records)
                .setErrorSum(1)
                .setMissingCounts(List.of())
                .setSquaredErrors(all)
                .setMeasuredCounts(Collections.nCopies(PlantedRecords.D, (long) records))
                .build();
    }

    private static Selection selection() {
        byte[] bytes = AvroCodec.of(Selection.class)
                .encode(PlantedRecords.selection("L", 1).selection());
        Selection small = AvroCodec.of(Selection.class).decode(bytes);
        return Selection.newBuilder(small)
                .setScaling(Scaling.newBuilder(small.getScaling())
                        .setRange(Collections.nCopies(PlantedRecords.D, 2f))
                        .build())
                .setReference(ReferenceProfile.newBuilder(small.getReference())
                        .setChannelError(Collections.nCopies(PlantedRecords.D, 0.1f))
                        .setLowest(Collections.nCopies(PlantedRecords.D, -1f))
                        .setHighest(Collections.nCopies(PlantedRecords.D, 1f))
                        .build())
                .setValidation(new ErrorSummary(100_000L, 1.0, 0.4, 1.0, 1.7, 2.2, 9.0))
                .build();
    }
}
