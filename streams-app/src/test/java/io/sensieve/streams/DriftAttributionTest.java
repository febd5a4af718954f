package io.sensieve.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.AttributedChannel;
import io.sensieve.DriftReport;
import io.sensieve.DriftSignal;
import io.sensieve.Verdict;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Attribution of the drift of a window to channels. */
@NullUnmarked
class DriftAttributionTest extends DriftWindowFixture {
    @Test
    void shouldAttributeDriftToSelectedChannelOnlyWhenItsGainDrops() {
        // When
        DriftReport report = playWindow(row -> {
            row[4] *= 0.2f;
            return row;
        });

        // Then
        assertThat(report.getVerdict()).isEqualTo(Verdict.WARNING);
        assertThat(report.getAttribution()).singleElement().satisfies(channel -> {
            assertThat(channel.getName()).isEqualTo("c004");
            assertThat(channel.getSelected()).isTrue();
            assertThat(channel.getSignal()).isEqualTo(DriftSignal.INPUT);
        });
        assertThat(Meters.gauge(pipeline, "sensieve.drift.attribution", "layout", "L", "channel", "c004"))
                .isGreaterThan(1);
    }

    @Test
    void shouldAttributeDriftToReconstructedChannelWhenItsGainDrops() {
        // When
        DriftReport report = playWindow(row -> {
            row[6] *= 0.2f;
            return row;
        });

        // Then
        assertThat(report.getAttribution()).singleElement().satisfies(channel -> {
            assertThat(channel.getName()).isEqualTo("c006");
            assertThat(channel.getSelected()).isFalse();
            assertThat(channel.getSignal()).isEqualTo(DriftSignal.ERROR);
        });
    }

    @Test
    void shouldAttributeDriftToBothChannelsWhenASelectedAndAReconstructedOneOfDifferentGroupsChange() {
        // When
        DriftReport report = playWindow(row -> {
            row[0] *= 0.3f;
            row[10] += 0.5f;
            return row;
        });

        // Then
        assertThat(report.getAttribution())
                .extracting(AttributedChannel::getName)
                .containsExactlyInAnyOrder("c000", "c010");
    }

    @Test
    void shouldAttributeDriftToBothChannelsWhenTheirValuesAreSwapped() {
        // When
        DriftReport report = playWindow(row -> {
            float swapped = row[1];
            row[1] = row[5];
            row[5] = swapped;
            return row;
        });

        // Then
        assertThat(report.getAttribution())
                .extracting(AttributedChannel::getName)
                .containsExactlyInAnyOrder("c001", "c005");
    }

    @Test
    void shouldStayStableAndAttributeNothingWhenSomeRecordsHaveExtremeValues() {
        // When
        for (float value : new float[] {Float.MAX_VALUE, 1e9f}) {
            float[] extreme = PlantedRecords.row(random);
            extreme[1] = value;
            extreme[4] = -value;
            pipeline.send("faulty-device", "L", time, extreme);
        }
        DriftReport report = playWindow(row -> row);

        // Then
        assertThat(report.getVerdict()).isEqualTo(Verdict.STABLE);
        assertThat(report.getErrorRatio()).isLessThan(1.2);
        assertThat(report.getAttribution()).isEmpty();
    }

    @Test
    void shouldAttributeDriftToTheChangedChannelsOnlyWhenARecordHasAnExtremeValue() {
        // When
        float[] extreme = PlantedRecords.row(random);
        extreme[1] = 1e9f;
        pipeline.send("faulty-device", "L", time, extreme);
        DriftReport report = playWindow(row -> {
            row[5] += 1;
            return row;
        });

        // Then
        assertThat(report.getAttribution())
                .extracting(AttributedChannel::getIndex)
                .containsExactly(5);
    }

    @Test
    void shouldRemoveMetersWhenChannelIsNoLongerAttributed() {
        // Given
        playWindow(DriftWindowFixture::changed);
        assertThat(pipeline.meters().scrape()).contains("sensieve_drift_attribution{");

        // When
        playWindow(row -> row);

        // Then
        assertThat(pipeline.meters().scrape()).doesNotContain("sensieve_drift_attribution{");
    }
}
