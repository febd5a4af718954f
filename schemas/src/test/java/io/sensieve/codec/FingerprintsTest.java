package io.sensieve.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.sample.Samples;
import java.util.stream.Collectors;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

/**
 * Pins the fingerprints in the first ten bytes of every record on users' topics. A changed schema has a new
 * fingerprint, while records on the topics keep the old one and become unreadable. So keep the old schema among the
 * earlier ones when you change a schema; the README has the steps.
 */
class FingerprintsTest {
    @Test
    void shouldKeepTheFingerprintsWhenReleased() {
        // Given
        String expected = """
                eb0e241d29dad6ec SensorRecord
                4c4eedc423b22e08 SensorLayout
                1099032cb3a80620 Selection
                0c0b26582377f8c7 SelectionPointer
                d0b337db2eacc435 ModelChunk
                23617c126d03fdf9 ReducedRecord
                a39efc8a5659e83a Reconstruction
                727e577b5c721726 DriftReport
                df7d7c8cda53b3cb RetrainRequest
                e74ec49ff75bbf81 RetrainOutcome
                """;

        // When
        String actual = Samples.all().stream()
                .map(value -> "%016x %s\n"
                        .formatted(
                                SchemaNormalization.parsingFingerprint64(value.getSchema()),
                                value.getSchema().getName()))
                .collect(Collectors.joining());

        // Then
        assertThat(actual).isEqualTo(expected);
    }
}
