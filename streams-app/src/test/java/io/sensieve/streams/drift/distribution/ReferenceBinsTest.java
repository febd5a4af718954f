package io.sensieve.streams.drift.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceBinsTest {
    @ParameterizedTest
    @CsvSource({"-5, 0", "0.99, 0", "1, 1", "1.5, 1", "2, 2", "2.99, 2", "3, 3", "Infinity, 3", "NaN, 4"})
    void shouldFindBinWhenValueIsAtOrBesideAnEdge(float value, int bin) {
        // Given
        float[] edges = {1, 2, 3};

        // When, Then
        assertThat(ReferenceBins.indexOf(edges, value)).isEqualTo(bin);
    }

    @ParameterizedTest
    @CsvSource({"7, 0", "NaN, 1"})
    void shouldHaveOneBinAndMissingValuesWhenThereAreNoEdges(float value, int bin) {
        // When, Then
        assertThat(ReferenceBins.indexOf(new float[0], value)).isEqualTo(bin);
    }
}
