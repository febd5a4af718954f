package io.sensieve.trainer.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.Provenance;
import io.sensieve.Selection;
import io.sensieve.model.ModelFile;
import io.sensieve.trainer.fixture.TestSamples;
import io.sensieve.trainer.learn.PlantedChannels;
import io.sensieve.trainer.learn.SelectionMethod;
import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.evaluation.ChallengerComparison;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.Selector;
import io.sensieve.trainer.learn.training.TrainedSelection;
import io.sensieve.trainer.publish.KeptVersion;
import io.sensieve.trainer.request.RetrainCause;
import io.sensieve.trainer.retrain.TrainingResult.Trained;
import io.sensieve.trainer.window.WindowSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trains challengers on planted data that stay the same, drift, or lose a sensor; channels lie source by source. */
class ChallengerTrainingTest {
    private static final int SOURCES = 5;
    private static final int ECHOES = 3;
    private static final TrainSettings SETTINGS = TrainSettings.of(SOURCES).withDecoder(d -> d.withEpochs(40));
    private static final ChallengerGate GATE = new ChallengerGate(0.03, 0.05);

    private final PlantedChannels planted = new PlantedChannels(SOURCES, ECHOES, 7);
    private final TrainedSelection first = trained(planted.rows(1200), planted.rows(300));
    private final ModelFile champion = first.model();

    @Test
    void shouldNotWinWhenTheDistributionIsTheSame() {
        // Given: ten windows of 1,500 fresh rows
        List<ChallengerComparison> comparisons = new ArrayList<>();

        // When
        for (int window = 0; window < 10; window++) {
            comparisons.add(
                    comparison(run(RetrainCause.SCHEDULE, planted.rows(1200), planted.rows(300), List.of(), GATE)));
        }

        // Then
        assertThat(comparisons).noneMatch(GATE::accepts);
        assertThat(comparisons).allMatch(comparison -> comparison.churn() == 0);
    }

    @Test
    void shouldWinWithTheSameChannelsWhenTheirUnitsHaveChanged() {
        // When
        Trained found =
                run(RetrainCause.DRIFT, rescaled(planted.rows(1200)), rescaled(planted.rows(300)), List.of(), GATE);

        // Then
        assertThat(comparison(found)).matches(GATE::accepts);
        assertThat(comparison(found).churn()).isZero();
    }

    @Test
    void shouldWinWithAnotherChannelWhenASelectedOneBecameNoise() {
        // When
        Trained found =
                run(RetrainCause.DRIFT, replaced(planted.rows(1200)), replaced(planted.rows(300)), List.of(), GATE);

        // Then
        assertThat(comparison(found)).matches(GATE::accepts);
        assertThat(comparison(found).churn()).isEqualTo(1);
        assertThat(found.selection().model().channels()).doesNotContain(champion.channels()[0]);
    }

    @Test
    void shouldKeepTheChannelsWhenExchangesCostMoreThanTheyGain() {
        // Given: an exchange must gain nine tenths of the error, a new decoder nothing
        ChallengerGate expensive = new ChallengerGate(0, 4.5);

        // When
        Trained found = run(
                RetrainCause.DRIFT, replaced(planted.rows(1200)), replaced(planted.rows(300)), List.of(), expensive);

        // Then
        assertThat(comparison(found)).matches(expensive::accepts);
        assertThat(comparison(found).churn()).isZero();
        assertThat(comparison(found).challengerError())
                .isLessThan(comparison(found).championError());
    }

    @Test
    void shouldTryTheChampionsChannelsWhenExchangedOnesLose() {
        // Given: a search that exchanges two channels for worse ones, and a margin between that and none
        List<Double> churns = new ArrayList<>();
        Selector poor = startingFromChampion((data, settings, listener) -> {
            double churn = data.champion().orElseThrow().churn();
            churns.add(churn);
            return SelectionMethod.CSS
                    .selector()
                    .select(
                            churn < 1 ? excluding(data, champion.channels()[0], champion.channels()[1]) : data,
                            settings,
                            listener);
        });
        float[][] train = rescaled(planted.rows(1200));
        float[][] heldOut = rescaled(planted.rows(300));
        ChallengerComparison exchanged =
                comparison(run(poor, RetrainCause.DRIFT, train, heldOut, List.of(), new ChallengerGate(0, 0)));
        ChallengerComparison kept = comparison(run(RetrainCause.DRIFT, train, heldOut, List.of(), GATE));
        double between = (exchanged.challengerError() / exchanged.championError()
                        + kept.challengerError() / kept.championError())
                / 2;
        ChallengerGate gate = new ChallengerGate(1 - between, 0);

        // When
        Trained found = run(poor, RetrainCause.DRIFT, train, heldOut, List.of(), gate);

        // Then
        assertThat(exchanged.churn()).isPositive();
        assertThat(churns).containsExactly(0.0, 0.0, Double.POSITIVE_INFINITY);
        assertThat(comparison(found).churn()).isZero();
        assertThat(comparison(found)).matches(gate::accepts);
    }

    @Test
    void shouldTrainFromScratchAndCompareWhenAnOperatorRequestsIt() {
        // When
        Trained found = run(RetrainCause.OPERATOR, planted.rows(1200), planted.rows(300), List.of(), GATE);

        // Then
        assertThat(found.selection().run().curve()).hasSize(SETTINGS.decoder().epochs());
        assertThat(comparison(found).championError()).isPositive();
    }

    @Test
    void shouldReplaceADeadChannelByAnotherOfItsSourceWhenRepairing() {
        // Given: the sensor of the second source died a moment ago
        int dead = champion.channels()[1];
        float[][] heldOut = planted.rows(300);
        for (int r = 270; r < heldOut.length; r++) {
            heldOut[r][dead] = Float.NaN;
        }

        // When
        Trained found = run(RetrainCause.SENSOR, planted.rows(1200), heldOut, List.of(dead), GATE);

        // Then
        int[] channels = found.selection().model().channels();
        int[] kept = Arrays.stream(champion.channels())
                .filter(channel -> channel != dead)
                .toArray();
        assertThat(channels).contains(kept).doesNotContain(dead);
        assertThat(Arrays.stream(channels).filter(channel -> planted.sourceOf(channel) == 1))
                .hasSize(1);
        assertThat(comparison(found).churn()).isEqualTo(1);
        assertThat(comparison(found).challengerError())
                .isLessThan(0.8 * comparison(found).championError());
        assertThat(found.selection().run().curve())
                .hasSizeLessThan(SETTINGS.decoder().epochs() / 5);
    }

    @Test
    void shouldNotCompareWhenTheChampionHasAnotherNumberOfSelectedChannels() {
        // Given
        Selector wider = (data, settings, listener) ->
                SelectionMethod.CSS.selector().select(data, settings.withK(SOURCES + 1), listener);

        // When
        Trained found = run(wider, RetrainCause.SCHEDULE, planted.rows(1200), planted.rows(300), List.of(), GATE);

        // Then
        assertThat(found.comparison()).isEmpty();
    }

    @Test
    void shouldTrainOnTheNewRegimesRowsAloneWhenTheRequestedStartIsEarly() {
        // Given: the request names a start that is 30 rows early
        float[][] train = rows(planted.rows(30), rescaled(planted.rows(90)));

        // When
        Trained found = run(RetrainCause.DRIFT, train, rescaled(planted.rows(30)), List.of(), GATE);

        // Then: up to a few rows of guard
        assertThat(found.sample().rows()).hasSizeBetween(113, 120);
        assertThat(found.sample().earlier()).hasSizeBetween(30, 37);
    }

    @Test
    void shouldPreferTheChallengerWithEarlierRowsWhenTheRelationIsTheSame() {
        // Given: the champion explains neither the earlier nor the new rows
        WindowSample sample = TestSamples.of(planted.rows(600), planted.rows(80), planted.rows(20));
        KeptVersion foreign = TestSamples.version(1, trained(rescaled(planted.rows(600)), rescaled(planted.rows(150))));

        // When
        Trained found = (Trained)
                run(SelectionMethod.CSS.selector(), RetrainCause.DRIFT, sample, List.of(), GATE, List.of(foreign));

        // Then
        assertThat(found.selection().run().trainRows()).isGreaterThan(500);
    }

    @Test
    void shouldPreferTheChallengerOfTheNewRowsWhenTheRelationIsNew() {
        // Given
        WindowSample sample =
                TestSamples.of(planted.rows(600), rescaled(planted.rows(200)), rescaled(planted.rows(50)));

        // When
        Trained found = (Trained) afterDrift(sample);

        // Then
        assertThat(found.selection().run().trainRows()).isLessThanOrEqualTo(200);
        assertThat(comparison(found)).matches(GATE::accepts);
    }

    @Test
    void shouldReturnWithoutATrainingWhenAKeptVersionExplainsTheNewestRows() {
        // Given: the units of version 2 are back
        KeptVersion second = TestSamples.version(2, trained(rescaled(planted.rows(600)), rescaled(planted.rows(150))));
        Selector unused = (data, settings, listener) -> {
            throw new AssertionError("training");
        };

        // When
        TrainingResult result = run(
                unused,
                RetrainCause.DRIFT,
                TestSamples.of(rescaled(planted.rows(80)), rescaled(planted.rows(20))),
                List.of(),
                GATE,
                List.of(TestSamples.version(1, first), second));

        // Then
        assertThat(result)
                .isInstanceOfSatisfying(
                        TrainingResult.Returned.class,
                        returned -> assertThat(returned.version().number()).isEqualTo(2));
    }

    @Test
    void shouldReturnToAKeptVersionWhenTheChallengerDoesNotBeatIt() {
        // Given: by its validation error, version 2 does not explain the rows; the challenger is worse still
        TrainedSelection trained = trained(rescaled(planted.rows(1200)), rescaled(planted.rows(300)));
        KeptVersion second =
                TestSamples.version(2, trained, trained.validation().error().getMean() / 10);
        Selector poor = (data, settings, listener) ->
                SelectionMethod.CSS.selector().select(data, settings.withDecoder(d -> d.withEpochs(1)), listener);

        // When
        TrainingResult result = run(
                poor,
                RetrainCause.DRIFT,
                TestSamples.of(rescaled(planted.rows(30)), rescaled(planted.rows(200))),
                List.of(),
                GATE,
                List.of(TestSamples.version(1, first), second));

        // Then
        assertThat(result).isInstanceOf(TrainingResult.Returned.class);
    }

    @Test
    void shouldObjectWhenTheChampionExplainsTheNewestRowsAndEarlierOnesBetter() {
        // Given: the newest rows are from a narrow stretch, in which half of the channels hardly move
        Selector narrow = (data, settings, listener) -> {
            float[][] stretch = scaled(planted.rows(200), 0.05f);
            return SelectionMethod.CSS
                    .selector()
                    .select(
                            new TrainingData(stretch, data.validation(), data.channels()),
                            settings.withDecoder(d -> d.withEpochs(1)),
                            listener);
        };

        // When
        Trained found = (Trained) run(
                narrow,
                RetrainCause.DRIFT,
                TestSamples.of(planted.rows(400), planted.rows(80), planted.rows(20)),
                List.of(),
                GATE,
                List.of(TestSamples.version(1, first)));

        // Then
        assertThat(found.objection())
                .hasValueSatisfying(reason -> assertThat(reason).contains("earlier rows better"));
    }

    @ParameterizedTest
    @CsvSource({"1000, true", "300, false"})
    void shouldObjectToAFollowUpWhenItGainsLittleUnlessItHasFourTimesTheRows(long championRows, boolean objects) {
        // Given
        WindowSample sample = TestSamples.of(planted.rows(1200), planted.rows(300));

        // When
        Trained found = followUp(sample, championRows);

        // Then
        assertThat(comparison(found).challengerError())
                .isGreaterThan(0.9 * comparison(found).championError());
        assertThat(found.objection().isPresent()).isEqualTo(objects);
    }

    @Test
    void shouldNotObjectToAFollowUpWhenItGainsMuch() {
        // Given
        WindowSample sample = TestSamples.of(rescaled(planted.rows(1200)), rescaled(planted.rows(300)));

        // When
        Trained found = followUp(sample, 1000);

        // Then
        assertThat(found.objection()).isEmpty();
    }

    private TrainingResult afterDrift(WindowSample sample) {
        return run(
                SelectionMethod.CSS.selector(),
                RetrainCause.DRIFT,
                sample,
                List.of(),
                GATE,
                List.of(TestSamples.version(1, first)));
    }

    private Trained followUp(WindowSample sample, long championRows) {
        KeptVersion version = TestSamples.version(1, first);
        Selection selection = Selection.newBuilder(version.selection())
                .setProvenance(Provenance.newBuilder(version.selection().getProvenance())
                        .setTrainRows(championRows - championRows / 5)
                        .setValidationRows(championRows / 5)
                        .build())
                .build();
        return (Trained) run(
                SelectionMethod.CSS.selector(),
                RetrainCause.FOLLOW_UP,
                sample,
                List.of(),
                GATE,
                List.of(new KeptVersion(1, selection, version.model())));
    }

    @Test
    void shouldTrainOneEpochAndKeepTheErrorOfTheOthersWhenAChannelBesidesBecomesNoise() {
        // Given
        int noisy = IntStream.range(0, planted.channels().size())
                .filter(c -> IntStream.of(champion.channels()).noneMatch(selected -> selected == c))
                .findFirst()
                .orElseThrow();
        WindowSample sample = TestSamples.of(
                planted.rows(600), withNoise(planted.rows(78), noisy), withNoise(planted.rows(19), noisy));

        // When
        Trained found = (Trained) afterDrift(sample);

        // Then
        assertThat(found.channels().changed()).containsExactly(noisy);
        assertThat(found.selection().run().curve()).hasSize(1);
        ChallengerComparison others = ChallengerComparison.of(
                champion, found.selection().model(), FaultyChannels.mask(planted.rows(300), List.of(noisy)));
        assertThat(others.challengerError()).isLessThan(1.1 * others.championError());
    }

    /** Replaces the values of a channel by noise. */
    private static float[][] withNoise(float[][] rows, int channel) {
        Random random = new Random(5);
        for (float[] row : rows) {
            row[channel] = 3 * (float) random.nextGaussian();
        }
        return rows;
    }

    private static float[][] rows(float[][] before, float[][] after) {
        return Stream.of(before, after).flatMap(Arrays::stream).toArray(float[][]::new);
    }

    private static float[][] scaled(float[][] rows, float factor) {
        for (float[] row : rows) {
            for (int c = 0; c < row.length; c++) {
                row[c] *= factor;
            }
        }
        return rows;
    }

    private static TrainingData excluding(TrainingData data, int... channels) {
        List<Integer> excluded = Arrays.stream(channels).boxed().toList();
        return new TrainingData(
                data.train(),
                data.validation(),
                FaultyChannels.exclude(data.channels(), excluded),
                data.labels(),
                data.champion(),
                data.faultCodes());
    }

    private static Selector startingFromChampion(Selector selector) {
        return new Selector() {
            @Override
            public TrainedSelection select(TrainingData data, TrainSettings settings, TrainingListener listener) {
                return selector.select(data, settings, listener);
            }

            @Override
            public boolean startsFromChampion() {
                return true;
            }
        };
    }

    private static ChallengerComparison comparison(Trained found) {
        return found.comparison().orElseThrow();
    }

    /** Changes the unit of every third channel. */
    private static float[][] rescaled(float[][] rows) {
        for (float[] row : rows) {
            for (int c = 0; c < row.length; c += 3) {
                row[c] = 3 * row[c] - 40;
            }
        }
        return rows;
    }

    /** Replaces the values of the first selected channel by noise. */
    private float[][] replaced(float[][] rows) {
        Random random = new Random(5);
        for (float[] row : rows) {
            row[champion.channels()[0]] = (float) random.nextGaussian();
        }
        return rows;
    }

    private Trained run(
            RetrainCause cause, float[][] train, float[][] heldOut, List<Integer> faulty, ChallengerGate gate) {
        return run(SelectionMethod.CSS.selector(), cause, train, heldOut, faulty, gate);
    }

    private Trained run(
            Selector selector,
            RetrainCause cause,
            float[][] train,
            float[][] heldOut,
            List<Integer> faulty,
            ChallengerGate gate) {
        return (Trained) run(
                selector, cause, TestSamples.of(train, heldOut), faulty, gate, List.of(TestSamples.version(1, first)));
    }

    /** Version 1 is the champion. */
    private TrainingResult run(
            Selector selector,
            RetrainCause cause,
            WindowSample sample,
            List<Integer> faulty,
            ChallengerGate gate,
            List<KeptVersion> kept) {
        return new ChallengerTraining(selector, SETTINGS, gate, TrainingListener.NONE)
                .run(new TrainingJob(
                        new TrainingOrder("a", cause, Optional.empty()),
                        sample,
                        FaultyChannels.exclude(planted.channels(), faulty),
                        faulty,
                        List.of(),
                        1,
                        cancelled -> kept));
    }

    private TrainedSelection trained(float[][] train, float[][] heldOut) {
        return SelectionMethod.CSS
                .selector()
                .select(new TrainingData(train, heldOut, planted.channels()), SETTINGS, TrainingListener.NONE);
    }
}
