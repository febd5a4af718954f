package io.sensieve.benchmarks.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void shouldTakeTheValueAtTheRankWhenAQuantileIsAskedFor() {
        // Given
        Sample hundred = new Sample(
                IntStream.rangeClosed(1, 100).mapToObj(Double::valueOf).toList());

        // Then
        assertThat(hundred.quantile(0.5)).isEqualTo(50);
        assertThat(hundred.quantile(0.99)).isEqualTo(99);
        assertThat(hundred.quantile(0.999)).isEqualTo(100);
        assertThat(new Sample(List.of(7.0)).quantile(0.01)).isEqualTo(7);
    }
}
