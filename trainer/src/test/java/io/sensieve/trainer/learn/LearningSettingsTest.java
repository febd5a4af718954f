package io.sensieve.trainer.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensieve.service.ServiceRunner;
import io.sensieve.service.SettingException;
import io.sensieve.trainer.TrainerMain;
import io.sensieve.trainer.learn.settings.ComputeDevice;
import io.sensieve.trainer.learn.settings.LambdaSchedule;
import io.sensieve.trainer.learn.settings.LogitTransform;
import io.sensieve.trainer.learn.settings.NoiseSharing;
import io.sensieve.trainer.learn.settings.ScalingMethod;
import io.sensieve.trainer.learn.settings.Task;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearningSettingsTest {

    @Test
    void shouldUseThePresetWhenNothingElseIsSet() {
        assertThat(LearningSettings.of(Map.of(), Map.of()))
                .isEqualTo(new LearningSettings(SelectionMethod.CSS, TrainSettings.of(50)));
        assertThat(LearningSettings.of(Map.of("train.preset", "paper", "train.k", "7"), Map.of()))
                .isEqualTo(new LearningSettings(SelectionMethod.IP_CAE, SelectionMethod.IP_CAE.paperSettings(7)));
    }

    @Test
    void shouldOverrideThePresetWhenASettingIsSetEvenToTheOtherPresetsValue() {
        // When
        TrainSettings settings = LearningSettings.of(Map.of("train.preset", "paper", "train.noise", "batch"), Map.of())
                .train();

        // Then
        assertThat(settings)
                .isEqualTo(SelectionMethod.IP_CAE.paperSettings(50).withConcrete(c -> c.withNoise(NoiseSharing.BATCH)));
    }

    @Test
    void shouldSetEachComponentWhenEachSettingIsSet() {
        // Given
        TrainSettings expected = TrainSettings.of(3)
                .withTask(Task.CLASSIFICATION)
                .withSearch(s -> s.withEpochs(4).withBatchSize(5).withLearningRate(0.006f))
                .withConcrete(c -> c.withTemperatures(7, 0.8)
                        .withNoise(NoiseSharing.RECORD)
                        .withTransform(LogitTransform.DIAGONAL)
                        .withBias(false)
                        .withEmbedding(9)
                        .withGjsd(0.1f))
                .withSearch(s -> s.withLambda(LambdaSchedule.TRAINING))
                .withDecoder(d -> d.withHidden(List.of(11, 12))
                        .withNorm(false)
                        .withSkip(false)
                        .withDropout(0.13f)
                        .withEpochs(15)
                        .withLearningRate(0.016f))
                .withScaling(ScalingMethod.STANDARD)
                .withCost(p -> p.withPrice(17).withBudget(18))
                .withSearch(s -> s.withShuffle(false))
                .withDevice(ComputeDevice.CPU)
                .withSeed(19);
        Map<String, String> values = new java.util.HashMap<>();
        expected.asMap().forEach((name, value) -> values.put("train." + name, value));
        values.put("train.seed", "19");

        // When / Then: the settings of a provenance can be set again
        assertThat(LearningSettings.of(values, Map.of()).train()).isEqualTo(expected);
    }

    @Test
    void shouldDefineExactlyTheSettingsOfTheProvenance() {
        // Given
        Set<String> names = new HashSet<>(Set.of("train.preset", "train.method", "train.seed"));
        TrainSettings.of(1).asMap().keySet().forEach(name -> names.add("train." + name));

        // When / Then
        assertThat(LearningSettings.definition().names()).isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train.epoch | 5 | Unknown setting train.epoch = 5; did you mean train.epochs?",
                "kafka.bootstrap.servers | x:1 | Unknown setting kafka.bootstrap.servers = x:1",
                "train.epochs | 0 | Invalid value 0 for train.epochs: must be a whole number from 1 to 100000",
                "train.method | magic | must be one of: ip-cae",
                "train.budget | 0 | Invalid setting train.budget = 0.0, must be above 0",
                "train.price | NaN | Invalid setting train.price = NaN, must be at least 0"
            })
    void shouldNameKeyAndValueWhenASettingIsWrong(String key, String value, String message) {
        assertThatThrownBy(() -> LearningSettings.of(Map.of(key, value), Map.of()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldPrintBothDefaultsWhenThePresetDecides() {
        // Given
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // When
        int code = TrainerMain.runner().run(new String[] {"--help"}, Map.of(), new PrintStream(out), System.err);

        // Then
        assertThat(code).isEqualTo(ServiceRunner.OK);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("train.noise  (default 'batch', [batch, record])")
                .containsPattern("for each record. With train.preset = paper: record.")
                .contains("train.epochs  (default '200', [1,...,100000])");
    }

    @Test
    void shouldEndWithTwoWhenTheServiceIsAskedToClassify() {
        // Given
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        String[] arguments = {"-D", "kafka.bootstrap.servers=none:1", "-D", "train.task=classification"};

        // When
        int code = TrainerMain.runner().run(arguments, Map.of(), System.out, new PrintStream(errors));

        // Then
        assertThat(code).isEqualTo(ServiceRunner.USAGE);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("train.task", "offline only");
    }
}
