package io.sensieve.trainer.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.SensorLayout;
import io.sensieve.trainer.fixture.TestRecords;
import io.sensieve.trainer.learn.evaluation.ChallengerComparison;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengerGateTest {
    private static final byte[] MODEL = TestRecords.model(0);
    private static final ChallengerGate GATE = new ChallengerGate(0.25, 0.5);

    @ParameterizedTest
    @CsvSource({
        // error, churn of 4: 0.75 of the champion's error, less an eighth for each channel
        "0.75, 0, true",
        "0.7500000001, 0, false",
        "0.7499999999, 0, true",
        "0.625, 1, true",
        "0.6250000001, 1, false",
        "0.25, 4, true",
        "0.2500000001, 4, false",
        "NaN, 0, false"
    })
    void shouldAcceptAChallengerWhenItGainsTheMarginAndThePriceOfItsChurn(double error, int churn, boolean accepted) {
        assertThat(GATE.accepts(new ChallengerComparison(1, error, churn, 4))).isEqualTo(accepted);
    }

    @Test
    void shouldDescribeTheFiguresWhenAChallengerLoses() {
        assertThat(GATE.describeLoss(new ChallengerComparison(0.01, 0.0099, 1, 4)))
                .isEqualTo("the challenger's error is 9.9000e-03; the active selection has 1.0000e-02 on the same rows,"
                        + " and 1 of 4 channels would change, so that the limit is 6.2500e-03");
    }

    @Test
    void shouldAcceptWhenTheErrorIsBelowThatOfTheMean() {
        assertThat(ChallengerGate.refusal(TestRecords.selection("a", 1, MODEL, 0.99), MODEL, Optional.empty()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.0, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRefuseWhenTheErrorIsNotBelowThatOfTheMean(double error) {
        assertThat(ChallengerGate.refusal(TestRecords.selection("a", 1, MODEL, error), MODEL, Optional.empty()))
                .isPresent();
    }

    @Test
    void shouldRefuseWhenAWeightIsNotFinite() {
        // Given
        byte[] model = TestRecords.model(Float.NaN);

        // When / Then
        assertThat(ChallengerGate.refusal(TestRecords.selection("a", 1, model, 0.1), model, Optional.empty()))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("not-finite"));
    }

    @Test
    void shouldRefuseWhenTheRolesChangedDuringTheTraining() {
        // Given
        SensorLayout layout = new SensorLayout(
                "a",
                List.of(
                        new Channel("a", "", 1.0, ChannelRole.EXCLUDED),
                        new Channel("b", "", 1.0, ChannelRole.CANDIDATE)));

        // When / Then
        assertThat(ChallengerGate.refusal(TestRecords.selection("a", 1, MODEL, 0.1), MODEL, Optional.of(layout)))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("role-broken"));
    }
}
