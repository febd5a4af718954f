package io.sensieve.benchmarks.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EventsReportTest {
    private static final EventResult GOOD = new EventResult(
            new EventScenario.Label("d12-iid", "none", 1),
            OptionalLong.empty(),
            0,
            0,
            0,
            0,
            List.of(),
            Optional.empty(),
            new StretchErrors(0.02, 0.02, 0.02, 0.02));
    private static final EventResult BAD = new EventResult(
            new EventScenario.Label("d12-iid", "half-out", 2),
            OptionalLong.of(84),
            3,
            1,
            1,
            6,
            List.of("s3"),
            Optional.of(new StretchErrors(0.4, 0.1, 0.1, 0.2)),
            new StretchErrors(0.3, 0.03, 0.02, Double.NaN));

    @Test
    void shouldDivideTheServedErrorByTheLeastOfTheOthers() {
        // When
        StretchErrors errors = new StretchErrors(0.06, 0.05, 0.04, 0.03);

        // Then
        assertThat(errors.regret()).isEqualTo(2);
        assertThat(new StretchErrors(Double.NaN, Double.NaN, Double.NaN, Double.NaN).regret())
                .isNaN();
    }

    @Test
    void shouldFitWhenAKeptVersionIsNearlyAsGoodAsTheOracle() {
        assertThat(new StretchErrors(1, 2, 0.15, 0.1).isFittedByKept()).isTrue();
        assertThat(new StretchErrors(1, 2, 0.16, 0.1).isFittedByKept()).isFalse();
    }

    @Test
    void shouldPrintARowForEachRunAndTheSummary() {
        // When
        String text = EventsReport.markdown(List.of(GOOD, BAD));

        // Then
        assertThat(text)
                .contains("| d12-iid | none | 1 | - | 0 | 0 | 0 | - | - | - | - | - | - | 0.020 | 0.020 | 0.020 | 0.020"
                        + " | 1.00 |")
                .contains("| d12-iid | half-out | 2 | 84 | 3 | 1 | 1 | 5 of 6 | 0.400 | 0.100 | 0.100 | 0.200 | 4.00 |"
                        + " 0.300 | 0.030 | 0.020 | - | 15.00 |")
                .contains("| regret during: worst, median | 4.00 | 4.00 |")
                .contains("| regret after: worst, median | 15.00 | 8.00 |")
                .contains("| regret during above 1.5 where a kept version fits | 1 of 2 | half-out |")
                .contains("| regret after above 1.1 | 1 of 2 | half-out |")
                .contains("| switches before the event or during an outage | 1 of 2 | half-out |")
                .contains("| more than 2 switches | 1 of 2 | half-out |")
                .contains("| faults not named | 1 of 2 | half-out |");
    }

    @Test
    void shouldWriteNullForWhatWasNotMeasured() {
        assertThat(GOOD.json().toString())
                .isEqualTo("{\"stream\":\"d12-iid\",\"event\":\"none\",\"seed\":1,\"delay\":null,\"versions\":0,"
                        + "\"returns\":0,\"false_switches\":0,\"faults\":0,\"unnamed\":[],\"during\":null,"
                        + "\"after\":{\"served\":0.02,\"version_1\":0.02,\"best_kept\":0.02,\"oracle\":0.02,"
                        + "\"regret\":1.0}}");
    }
}
