package io.sensieve.trainer.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.Task;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResilienceTest {
    private static final TrainSettings SETTINGS =
            TrainSettings.of(3).withDecoder(d -> d.withEpochs(20).withHidden(List.of(16)));
    private static final TrainingData DATA = new PlantedTwins(3, 1).data(400, 100);
    private static final TrainedSelection TRAINED =
            SelectionMethod.CSS.selector().select(DATA, SETTINGS, TrainingListener.NONE);

    @Test
    void shouldMeasureTheIntactErrorOnTheValidationRows() {
        // When
        Resilience resilience = Resilience.of(TRAINED, DATA);

        // Then
        assertThat(resilience.rows()).isEqualTo(100);
        assertThat(resilience.intact())
                .isCloseTo(TRAINED.validation().error().getMean(), within(1e-6 * resilience.intact()));
    }

    /** Only the spare carries the signal of the dead source. */
    @Test
    void shouldNameTheTwinAsTheBestSpareOfADeadChannel() {
        // When
        Resilience resilience = Resilience.of(TRAINED, DATA);

        // Then
        assertThat(resilience.channels()).hasSize(3);
        for (DeadChannel dead : resilience.channels()) {
            assertThat(dead.missing()).isGreaterThan(1.3 * resilience.intact());
            assertThat(dead.inferred()).isGreaterThan(1.3 * resilience.intact());
            DeadChannel.Spare spare = dead.spare().orElseThrow();
            assertThat(spare.channel() / PlantedTwins.GROUP).isEqualTo(dead.channel() / PlantedTwins.GROUP);
            assertThat(spare.channel() % PlantedTwins.GROUP).isLessThan(2);
            assertThat(spare.error()).isLessThan(1.1 * resilience.intact());
        }
    }

    @Test
    void shouldSortTheChannelsByTheErrorOfTheirLoss() {
        // When
        Resilience resilience = Resilience.of(TRAINED, DATA);

        // Then
        assertThat(resilience.worst(2)).hasSize(2);
        assertThat(resilience.worst(2).get(0).missing())
                .isGreaterThanOrEqualTo(resilience.worst(2).get(1).missing());
    }

    @Test
    void shouldNameTheChannelThatASpareReplacesBest() {
        // When
        Resilience resilience = Resilience.of(TRAINED, DATA);

        // Then
        assertThat(resilience.spares()).hasSameSizeAs(TRAINED.spares());
        for (SpareUse use : resilience.spares()) {
            assertThat(use.replaces() / PlantedTwins.GROUP).isEqualTo(use.channel() / PlantedTwins.GROUP);
            assertThat(use.error()).isGreaterThan(0.9 * resilience.intact());
        }
    }

    @Test
    void shouldMeasureWrongClassesWhenTheModelClassifies() {
        // Given
        TrainingData data = new PlantedTwins(3, 2).data(400, 100);
        TrainSettings settings = SETTINGS.withK(1).withTask(Task.CLASSIFICATION);
        TrainedSelection trained = SelectionMethod.CSS.selector().select(data, settings, TrainingListener.NONE);

        // When
        Resilience resilience = Resilience.of(trained, data);

        // Then
        DeadChannel dead = resilience.channels().get(0);
        assertThat(resilience.intact()).isLessThan(0.1);
        assertThat(dead.missing()).isGreaterThan(0.3);
        assertThat(dead.spare().orElseThrow().channel()).isIn(0, 1);
        assertThat(dead.spare().orElseThrow().error()).isLessThan(0.1);
    }

    @Test
    void shouldCountAMissingValueOfTheSpareAsItsMean() {
        // Given: validation rows in which only the selected channels have values
        TrainingData data = new PlantedTwins(3, 3).data(400, 100);
        TrainedSelection trained = SelectionMethod.CSS.selector().select(data, SETTINGS, TrainingListener.NONE);
        for (float[] row : data.validation()) {
            for (var spare : trained.spares()) {
                row[spare.getIndex()] = Float.NaN;
            }
        }

        // When
        Resilience resilience = Resilience.of(trained, data);

        // Then
        for (DeadChannel dead : resilience.channels()) {
            assertThat(dead.spare().orElseThrow().error()).isCloseTo(dead.missing(), within(0.1 * dead.missing()));
        }
    }
}
