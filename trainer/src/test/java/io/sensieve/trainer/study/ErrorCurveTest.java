package io.sensieve.trainer.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.study.ErrorCurve.Point;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ErrorCurveTest {
    @Test
    void shouldFindTheKneeWhenTheErrorFallsFastAndThenSlowly() {
        // Given
        ErrorCurve curve = new ErrorCurve(
                List.of(new Point(50, 0.8e-3), new Point(5, 8e-3), new Point(20, 1.1e-3), new Point(10, 4e-3)));

        // When, Then
        assertThat(curve.points()).extracting(Point::k).containsExactly(5, 10, 20, 50);
        assertThat(curve.knee()).hasValue(20);
    }

    @Test
    void shouldFindNoKneeWhenTheErrorFallsByTheSameFactorEverywhere() {
        // Given
        ErrorCurve curve = new ErrorCurve(IntStream.rangeClosed(1, 6)
                .mapToObj(k -> new Point(k, Math.pow(0.5, k)))
                .toList());

        // When, Then
        assertThat(curve.knee()).isEmpty();
    }

    @Test
    void shouldFindNoKneeWhenPointsAreFewOrTheErrorDoesNotFall() {
        assertThat(new ErrorCurve(List.of(new Point(1, 1), new Point(9, 0.1))).knee())
                .isEmpty();
        assertThat(new ErrorCurve(List.of(new Point(1, 0.1), new Point(5, 0.05), new Point(9, 0.1))).knee())
                .isEmpty();
    }

    @Test
    void shouldRefusePointsWhenAKRepeatsOrAnErrorIsZero() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ErrorCurve(List.of(new Point(1, 1), new Point(1, 2))))
                .withMessageContaining("the same k");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Point(3, 0))
                .withMessageContaining("error = 0.0 for k = 3");
    }

    @Test
    void shouldReplaceAnErrorOfZeroByHalfARow() {
        assertThat(ErrorCurve.atLeastHalfARow(0, 50)).isEqualTo(0.01);
    }

    /** Each channel up to the number of sources lowers the error much; with more channels, only noise is left. */
    @Test
    void shouldFindTheNumberOfSourcesWhenTheyArePlanted() {
        // Given
        TrainingData data = new PlantedTwins(4, 5).data(400, 100);

        // When
        ErrorCurve curve = new ErrorCurve(IntStream.of(1, 2, 4, 8, 12)
                .mapToObj(k -> new Point(
                        k,
                        SelectionMethod.CSS
                                .selector()
                                .select(
                                        data,
                                        TrainSettings.of(k)
                                                .withDecoder(
                                                        d -> d.withEpochs(5).withHidden(List.of(16))),
                                        TrainingListener.NONE)
                                .validation()
                                .error()
                                .getMean()))
                .toList());

        // Then
        assertThat(curve.knee()).hasValue(4);
    }
}
