package io.sensieve.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sensieve.ModelChunk;
import io.sensieve.ModelReference;
import io.sensieve.codec.AvroCodec;
import io.sensieve.model.RefusedSelectionException.Reason;
import io.sensieve.topic.Keys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelChunksTest {
    private static final int BROKER_DEFAULT = 1_000_000;
    private static final long LIMIT = 10_000_000;

    private final byte[] file = new byte[2 * ModelChunks.CHUNK_BYTES + 100];
    private final ModelReference reference;
    private final List<ModelChunk> chunks;

    ModelChunksTest() {
        new Random(1).nextBytes(file);
        reference = ModelChunks.reference(file);
        chunks = new ArrayList<>(ModelChunks.split(file));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "899999, 1", "900000, 1", "900001, 2", "1800000, 2", "1800001, 3"})
    void shouldCutAndJoinWhenTheFileHasAnySize(int bytes, int count) {
        // Given
        byte[] some = new byte[bytes];
        new Random(bytes).nextBytes(some);
        List<ModelChunk> pieces = ModelChunks.split(some);

        // When
        byte[] joined = ModelChunks.join(ModelChunks.reference(some), bytes, i -> Optional.of(pieces.get(i)));

        // Then
        assertThat(pieces).hasSize(count);
        assertThat(joined).isEqualTo(some);
    }

    @Test
    void shouldStayBelowTheBrokersDefaultLimitWhenEncodedWithItsKey() {
        // Given
        AvroCodec<ModelChunk> codec = AvroCodec.of(ModelChunk.class);

        for (ModelChunk chunk : chunks) {
            // When
            byte[] value = codec.encode(chunk);
            byte[] key = Keys.chunk(chunk.getSha256(), chunk.getIndex()).getBytes(StandardCharsets.UTF_8);

            // Then
            assertThat(key.length + value.length).isLessThan(BROKER_DEFAULT);
        }
        assertThat(chunks).hasSize(3).extracting(ModelChunk::getIndex).containsExactly(0, 1, 2);
        assertThat(chunks).extracting(ModelChunk::getCount).containsOnly(3);
    }

    @Test
    void shouldJoinWhatWasEncodedWhenItTravelledThroughTheCodec() {
        // Given
        AvroCodec<ModelChunk> codec = AvroCodec.of(ModelChunk.class);

        // When
        byte[] joined = ModelChunks.join(reference, LIMIT, i -> Optional.of(codec.decode(codec.encode(chunks.get(i)))));

        // Then
        assertThat(joined).isEqualTo(file);
        assertThat(reference.getSha256()).matches("[0-9a-f]{64}");
    }

    @Test
    void shouldRefuseTheModelWhenAChunkIsMissing() {
        // When
        RefusedSelectionException refused = catchThrowableOfType(
                RefusedSelectionException.class,
                () -> ModelChunks.join(reference, LIMIT, i -> i == 1 ? Optional.empty() : Optional.of(chunks.get(i))));

        // Then
        assertThat(refused.reason()).isEqualTo(Reason.MISSING_CHUNK);
        assertThat(refused).hasMessageContaining("chunk 1 of 3");
    }

    @Test
    void shouldRefuseTheModelWhenChunksAreSwapped() {
        // Given
        chunks.add(0, chunks.remove(1));

        // When / Then
        assertRefused(reference, LIMIT, Reason.WRONG_HASH);
    }

    @Test
    void shouldRefuseTheModelWhenAByteIsFlipped() {
        // Given
        file[ModelChunks.CHUNK_BYTES + 5] ^= 1;

        // When / Then
        assertRefused(reference, LIMIT, Reason.WRONG_HASH);
    }

    @Test
    void shouldRefuseTheModelWhenAChunkIsShorterOrLonger() {
        // Given
        ModelChunk first = chunks.get(0);

        // When / Then
        chunks.set(0, new ModelChunk(first.getSha256(), 0, 3, ByteBuffer.wrap(file, 0, 10)));
        assertRefused(reference, LIMIT, Reason.WRONG_HASH);
        chunks.set(0, new ModelChunk(first.getSha256(), 0, 3, ByteBuffer.wrap(file)));
        assertRefused(reference, LIMIT, Reason.WRONG_SHAPE);
    }

    @Test
    void shouldRefuseTheModelWhenItIsAboveTheLimit() {
        // When / Then
        assertRefused(reference, file.length - 1, Reason.WRONG_SHAPE);
        assertThat(ModelChunks.join(reference, file.length, i -> Optional.of(chunks.get(i))))
                .hasSize(file.length);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, 0", "1800100, 2", "1800100, 4", "1800100, -1", "9223372036854775807, 3", "2147483647, 2387"
    })
    void shouldRefuseTheModelWhenItsReferenceMakesNoSense(long bytes, int count) {
        // Given
        ModelReference odd = new ModelReference(reference.getSha256(), bytes, count);

        // When / Then
        assertRefused(odd, Long.MAX_VALUE, Reason.WRONG_SHAPE);
    }

    private void assertRefused(ModelReference of, long limit, Reason reason) {
        assertThatThrownBy(() -> ModelChunks.join(of, limit, i -> Optional.of(chunks.get(i))))
                .isInstanceOfSatisfying(
                        RefusedSelectionException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
