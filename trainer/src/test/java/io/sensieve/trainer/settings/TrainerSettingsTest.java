package io.sensieve.trainer.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensieve.service.ServiceRunner;
import io.sensieve.service.SettingException;
import io.sensieve.service.Settings;
import io.sensieve.trainer.TrainerMain;
import io.sensieve.trainer.learn.settings.NoiseSharing;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.retrain.ChallengerGate;
import io.sensieve.trainer.retrain.RetrainTiming;
import io.sensieve.trainer.window.WindowSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerSettingsTest {

    @Test
    void shouldHaveDefaultsWhenOnlyTheBrokersAreNamed() {
        // When
        TrainerSettings settings = read(Map.of());

        // Then
        assertThat(settings.learning().train()).isEqualTo(TrainSettings.of(50));
        assertThat(settings.window())
                .isEqualTo(new WindowSettings(
                        5000,
                        1000,
                        Duration.ofHours(1),
                        Duration.ofSeconds(10),
                        0.2,
                        100,
                        Runtime.getRuntime().maxMemory() / 2,
                        11));
        assertThat(settings.timing())
                .isEqualTo(new RetrainTiming(Duration.ofDays(1), Duration.ofMinutes(1), Duration.ofHours(1)));
        assertThat(settings.publish().selectionsKept()).isEqualTo(20);
        assertThat(settings.gate()).isEqualTo(new ChallengerGate(0.03, 0.02));
        assertThat(settings.kafka().transactionalId()).isEqualTo("sensieve-trainer");
        assertThat(settings.kafka().consumerGroup()).isEqualTo("sensieve-trainer");
        assertThat(settings.kafka().clients()).containsEntry("bootstrap.servers", "none:1");
    }

    @Test
    void shouldReadLayersAndNoiseWhenTheyAreSet() {
        // When
        TrainerSettings settings = read(Map.of("train.hidden", "200, 100", "train.noise", "record"));

        // Then
        assertThat(settings.learning().train().decoder().hidden()).isEqualTo(List.of(200, 100));
        assertThat(settings.learning().train().concrete().noise()).isEqualTo(NoiseSharing.RECORD);
        assertThat(read(Map.of("train.hidden", "")).learning().train().decoder().hidden())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train.k | 0 | must be a whole number of at least 1",
                "train.epochs | 0 | must be a whole number from 1 to 100000",
                "train.epochs | 100001 | must be a whole number from 1 to 100000",
                "train.batch.size | 0 | must be a whole number of at least 1",
                "train.learning.rate | 0 | must be a number from 1.0E-7 to 1.0",
                "train.learning.rate | 1.5 | must be a number from 1.0E-7 to 1.0",
                "train.preset | best | must be one of: default, paper",
                "train.task | classification | the service learns to reconstruct records; classification is offline only",
                "train.temperature.end | 11.0 | must be above 0 and at most temperature.start = 10.0",
                "train.bias | maybe | must be true or false",
                "train.budget | 0.0 | must be above 0",
                "train.device | tpu | must be one of: auto, cpu, gpu",
                "train.dropout | 1 | must be a number from 0.0 to 0.95",
                "train.noise | loud | must be one of: batch, record",
                "train.scaling | log | must be one of: minmax, standard, none",
                "train.hidden | 200,x | must be whole numbers from 1 to 100000, separated by commas",
                "train.hidden | 0 | must be whole numbers from 1 to 100000, separated by commas",
                "train.decoder.epochs | -1 | must be a whole number from 0 to 100000",
                "train.embedding | 0 | must be a whole number of at least 1",
                "window.rows | 19 | must be a whole number from 20 to 1000000",
                "window.rows | 1000001 | must be a whole number from 20 to 1000000",
                "window.min.rows | 19 | must be a whole number from 20 to 1000000",
                "window.span.ms | 999 | must be a whole number of at least 1000",
                "window.memory.bytes | -1 | must be a whole number of at least 0",
                "window.idle.ms | 0 | must be a whole number of at least 1",
                "validation.share | 0.04 | must be a number from 0.05 to 0.5",
                "validation.share | 0.6 | must be a number from 0.05 to 0.5",
                "retrain.schedule.ms | -1 | must be a whole number of at least 0",
                "retrain.cooldown.ms | -1 | must be a whole number of at least 0",
                "selections.kept | 9 | must be a whole number of at least 10",
                "retrain.backoff.max.ms | -1 | must be a whole number of at least 0",
                "gate.margin | -0.01 | must be a number from 0 to 0.45",
                "gate.churn | 0.46 | must be a number from 0 to 0.45",
                "layouts.max | 0 | must be a whole number of at least 1",
                "missing.values | -200;9999 | must be numbers, separated by commas; LAYOUT:NUMBER is for one layout",
                "missing.values | -200,Bad | for example -200,turbine:9999",
                "missing.values | turbine: | for example -200,turbine:9999",
                "missing.values | tur/bine:5 | for example -200,turbine:9999",
                "missing.values | 5,,6 | for example -200,turbine:9999",
                "missing.values | 1e39 | for example -200,turbine:9999",
                "missing.values | NaN | for example -200,turbine:9999",
                "http.port | 65536 | must be a whole number from 0 to 65535",
                "window.min.rows | 5001 | must be at most window.rows = 5000",
                "train.k | many | must be a whole number of at least 1"
            })
    void shouldNameKeyValueAndRangeWhenAValueIsNotAllowed(String key, String value, String allowed) {
        assertThatThrownBy(() -> read(Map.of(key, value)))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(value)
                .hasMessageContaining(allowed)
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldEndWithTwoWhenStartedWithABadSetting() {
        // Given
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        String[] arguments = {"-D", "kafka.bootstrap.servers=none:1", "-D", "window.min.rows=6000"};

        // When
        int code = TrainerMain.runner().run(arguments, Map.of(), System.out, new PrintStream(errors));

        // Then
        assertThat(code).isEqualTo(ServiceRunner.USAGE);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .isEqualTo("sensieve trainer: Invalid value 6000 for window.min.rows: must be at most"
                        + " window.rows = 5000" + System.lineSeparator());
    }

    private static TrainerSettings read(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        all.put("kafka.bootstrap.servers", "none:1");
        return TrainerSettings.of(Settings.of(TrainerSettings.definition(), all));
    }
}
