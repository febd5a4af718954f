package io.sensieve.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.AttributedChannel;
import io.sensieve.DriftReport;
import io.sensieve.Verdict;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Streams that must not raise an alarm, or whose alarm must name no channel but the changed one. */
@NullUnmarked
class EarlyDriftFalseAlarmTest extends DriftStreamFixture {
    /** State of the autocorrelated sources. */
    private final double[] sourceStates = new double[PlantedRecords.K];

    @Test
    void shouldStayStableWhenOneRecordInAHundredHasExtremeValues() {
        // When
        play(180, row -> {
            if (sent % 100 == 3) {
                row[1] = 1e9f;
                row[4] = -1e9f;
            }
            return row;
        });

        // Then
        assertThat(requests).isEmpty();
        assertThat(reports).extracting(DriftReport::getVerdict).containsOnly(Verdict.STABLE);
    }

    /** The effective sample size of a window is about 15 records. */
    @Test
    void shouldStayStableWhenRecordsAreAutocorrelated() {
        // When
        play(1_200, row -> autocorrelated());

        // Then
        assertThat(requests).isEmpty();
        assertThat(reports).hasSizeGreaterThan(15);
        assertThat(reports).extracting(DriftReport::getVerdict).doesNotContain(Verdict.DRIFT);
    }

    @Test
    void shouldAttributeDriftOnlyToTheChangedChannelsWhenRecordsAreAutocorrelated() {
        // Given
        play(150, row -> autocorrelated());

        // When
        play(3, row -> withLowerGain(autocorrelated()));

        // Then
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.getEvidence().getDriftedChannels()).isEqualTo(1);
            assertThat(request.getEvidence().getAttribution())
                    .extracting(AttributedChannel::getName)
                    .containsExactly("c006");
        });
    }

    /** Returns a record whose sources have an autocorrelation time of about two seconds. */
    private float[] autocorrelated() {
        float[] sources = new float[sourceStates.length];
        for (int i = 0; i < sourceStates.length; i++) {
            sourceStates[i] = 0.995 * sourceStates[i] + Math.sqrt(1 - 0.995 * 0.995) * random.nextGaussian();
            sources[i] = (float) (1 / (1 + Math.exp(-1.702 * sourceStates[i])));
        }
        return PlantedRecords.row(random, sources);
    }
}
