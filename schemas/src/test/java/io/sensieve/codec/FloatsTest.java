package io.sensieve.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.PrimitivesArrays.FloatArray;
import org.junit.jupiter.api.Test;

class FloatsTest {
    @Test
    void shouldShowLaterChangesWhenViewed() {
        // Given
        float[] values = {1, 2};
        List<Float> view = Floats.view(values);

        // When
        values[1] = 5;

        // Then
        assertThat(view).containsExactly(1f, 5f);
        assertThatThrownBy(() -> view.set(0, 3f)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void shouldCopyWhenMadeAnArray() {
        // Given
        float[] values = {1, Float.NaN};

        // When
        float[] copy = Floats.array(Floats.view(values));
        values[0] = 9;

        // Then
        assertThat(copy).containsExactly(1, Float.NaN);
    }

    @Test
    void shouldCopyWhenAvroKeepsPrimitives() {
        // Given
        Schema schema = Schema.createArray(Schema.create(Schema.Type.FLOAT));
        FloatArray values = new FloatArray(schema, List.of(1f, 2f, 3f));

        // When
        float[] copy = Floats.array(values);

        // Then
        assertThat(copy).containsExactly(1, 2, 3);
    }
}
