package io.sensieve.trainer.settings;

import io.sensieve.registry.RegistrySettings;
import io.sensieve.service.CommonSettings;
import io.sensieve.service.SettingException;
import io.sensieve.service.Settings;
import io.sensieve.trainer.kafka.KafkaSettings;
import io.sensieve.trainer.learn.LearningSettings;
import io.sensieve.trainer.learn.settings.Task;
import io.sensieve.trainer.publish.PublishSettings;
import io.sensieve.trainer.retrain.ChallengerGate;
import io.sensieve.trainer.retrain.RetrainTiming;
import io.sensieve.trainer.window.DeclaredMissingValues;
import io.sensieve.trainer.window.WindowSettings;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Settings of the trainer service.
 *
 * @param learning method and training settings
 * @param window windows that selections are trained on
 * @param missingValues values that stand for a missing one
 * @param timing times between trainings
 * @param gate what a challenger has to gain
 * @param publish retention and signatures of published selections
 * @param kafka Kafka clients
 */
public record TrainerSettings(
        LearningSettings learning,
        WindowSettings window,
        DeclaredMissingValues missingValues,
        RetrainTiming timing,
        ChallengerGate gate,
        PublishSettings publish,
        KafkaSettings kafka) {

    /** Default port of the HTTP endpoint. */
    public static final int HTTP_PORT = 8081;

    /** Returns every key with its default and its validator. */
    public static ConfigDef definition() {
        ConfigDef definition = RegistrySettings.define(CommonSettings.define(new ConfigDef(), HTTP_PORT));
        LearningSettings.define(definition);
        WindowSettings.define(definition);
        DeclaredMissingValues.define(definition);
        RetrainTiming.define(definition);
        ChallengerGate.define(definition);
        PublishSettings.define(definition);
        KafkaSettings.define(definition);
        return definition;
    }

    /**
     * Reads validated settings.
     *
     * @throws SettingException if two settings contradict each other, or the task is one for files only
     */
    public static TrainerSettings of(Settings settings) {
        LearningSettings learning = LearningSettings.of(settings);
        if (learning.train().task() == Task.CLASSIFICATION) {
            throw SettingException.invalid(
                    LearningSettings.TASK,
                    Task.CLASSIFICATION.label(),
                    "the service learns to reconstruct records; classification is offline only (sensieve train)");
        }
        return new TrainerSettings(
                learning,
                WindowSettings.of(settings, learning.train().seed()),
                DeclaredMissingValues.of(settings),
                RetrainTiming.of(settings),
                ChallengerGate.of(settings),
                PublishSettings.of(settings),
                KafkaSettings.of(settings));
    }
}
