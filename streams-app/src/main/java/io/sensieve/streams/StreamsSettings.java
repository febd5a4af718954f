package io.sensieve.streams;

import io.sensieve.registry.RegistrySettings;
import io.sensieve.service.CommonSettings;
import io.sensieve.service.SettingException;
import io.sensieve.service.Settings;
import io.sensieve.streams.buffer.BufferSettings;
import io.sensieve.streams.drift.DriftSettings;
import io.sensieve.streams.reconstruct.ReconstructionSettings;
import io.sensieve.streams.record.IngestSettings;
import io.sensieve.streams.selection.SelectionSettings;
import org.apache.kafka.common.config.ConfigDef;

/**
 * The settings of the streams service, grouped by the part that they configure.
 *
 * @param ingest checks on input records
 * @param selection checks on published selections
 * @param buffer buffering of records that arrive before the first selection
 * @param drift drift windows, thresholds and error detector
 * @param reconstruction outputs and threads of reconstruction
 */
public record StreamsSettings(
        IngestSettings ingest,
        SelectionSettings selection,
        BufferSettings buffer,
        DriftSettings drift,
        ReconstructionSettings reconstruction) {
    private static final int HTTP_PORT = 8080;

    /** Defines every key with its default, allowed values and description. */
    public static ConfigDef definition() {
        ConfigDef definition = RegistrySettings.define(CommonSettings.define(new ConfigDef(), HTTP_PORT));
        KafkaStreamsSettings.define(definition);
        IngestSettings.define(definition);
        SelectionSettings.define(definition);
        BufferSettings.define(definition);
        ReconstructionSettings.define(definition);
        return DriftSettings.define(definition);
    }

    /**
     * Reads the settings.
     *
     * @throws SettingException if two settings contradict each other
     */
    public static StreamsSettings of(Settings settings) {
        return new StreamsSettings(
                IngestSettings.of(settings),
                SelectionSettings.of(settings),
                BufferSettings.of(settings),
                DriftSettings.of(settings),
                ReconstructionSettings.of(settings));
    }
}
