package sensieve.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sensieve.Channel;
import sensieve.ChannelRole;
import sensieve.SensorLayout;

class GateTest {
    private static final byte[] MODEL = Records.model(0);

    @Test
    void shouldOpenWhenTheErrorIsBelowThatOfTheMean() {
        assertThat(Gate.refusal(Records.selection("a", 1, MODEL, 0.99), MODEL, Optional.empty()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.0, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldStayShutWhenTheErrorIsNotBelowThatOfTheMean(double error) {
        assertThat(Gate.refusal(Records.selection("a", 1, MODEL, error), MODEL, Optional.empty()))
                .isPresent();
    }

    @Test
    void shouldStayShutWhenAWeightIsNotFinite() {
        // Given
        byte[] model = Records.model(Float.NaN);

        // When / Then
        assertThat(Gate.refusal(Records.selection("a", 1, model, 0.1), model, Optional.empty()))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("not-finite"));
    }

    @Test
    void shouldStayShutWhenTheRolesHaveChangedMeanwhile() {
        // Given
        SensorLayout layout = new SensorLayout(
                "a",
                List.of(
                        new Channel("a", "", 1.0, ChannelRole.EXCLUDED),
                        new Channel("b", "", 1.0, ChannelRole.CANDIDATE)));

        // When / Then
        assertThat(Gate.refusal(Records.selection("a", 1, MODEL, 0.1), MODEL, Optional.of(layout)))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("role-broken"));
    }
}
