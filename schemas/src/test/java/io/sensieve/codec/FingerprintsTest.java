package io.sensieve.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.sample.Samples;
import java.util.stream.Collectors;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

/**
 * The fingerprints that lie in the first ten bytes of every record in users' topics. When a schema changes, the bytes
 * that are there already carry the old fingerprint and become unreadable, a fleet's devices go to the dead letters, and
 * compacted selections are refused after a restart. So a change here goes with the old schema kept among the former
 * ones; the README says how.
 */
class FingerprintsTest {
    @Test
    void shouldKeepTheFingerprintsWhenReleased() {
        // Given
        String expected = """
                7300e77bdef35a45 SensorRecord
                9d830ef94e36edca SensorLayout
                713d28badb39b6a6 Selection
                fc3502b4f775b2d4 SelectionPointer
                faa528768dc5280f ModelChunk
                038ce64cec7ef72c ReducedRecord
                c4aea30b689e3594 Reconstruction
                a8b34df27405e8e9 DriftReport
                09685a702f820348 DriftPartial
                909fc56730df9e46 DriftWatch
                8fa7b86f666b2a61 RetrainRequest
                f770d21821fc66c6 RetrainOutcome
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
