package io.sensieve.trainer.learn.settings;

import io.sensieve.service.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * How a selector trains. {@link #of} gives the settings with the best measured error, {@link #paper} those of the
 * paper.
 *
 * @param task what the selected channels are for
 * @param k number of channels to select
 * @param scaling how channels are scaled
 * @param search the search for channels
 * @param concrete the concrete layer of IP-CAE and CAE
 * @param decoder the decoder and its training
 * @param cost how the costs of channels count
 * @param device where to train
 * @param seed random seed
 */
public record TrainSettings(
        Task task,
        int k,
        ScalingMethod scaling,
        SearchSettings search,
        ConcreteSettings concrete,
        DecoderSettings decoder,
        CostSettings cost,
        ComputeDevice device,
        long seed) {
    private static final long DEFAULT_SEED = 11;

    private static final List<SettingField<TrainSettings>> FIELDS = Stream.of(
                    Stream.of(SettingField.choice(
                                    "task",
                                    List.of(Task.values()),
                                    Task::label,
                                    TrainSettings::task,
                                    TrainSettings::withTask,
                                    "What the selected channels are for: to reconstruct all channels, or to"
                                            + " classify rows. Classification is for files with labels only.")
                            .withImportance(Importance.MEDIUM)),
                    SearchSettings.FIELDS.stream()
                            .map(field -> field.within(
                                    TrainSettings::search,
                                    (TrainSettings s, SearchSettings v) -> s.withSearch(x -> v))),
                    ConcreteSettings.FIELDS.stream()
                            .map(field -> field.within(
                                    TrainSettings::concrete,
                                    (TrainSettings s, ConcreteSettings v) -> s.withConcrete(x -> v))),
                    DecoderSettings.FIELDS.stream()
                            .map(field -> field.within(
                                    TrainSettings::decoder,
                                    (TrainSettings s, DecoderSettings v) -> s.withDecoder(x -> v))),
                    Stream.of(SettingField.choice(
                                    "scaling",
                                    List.of(ScalingMethod.values()),
                                    ScalingMethod::label,
                                    TrainSettings::scaling,
                                    TrainSettings::withScaling,
                                    "How channels are scaled.")
                            .withImportance(Importance.MEDIUM)),
                    CostSettings.FIELDS.stream()
                            .map(field -> field.within(
                                    TrainSettings::cost, (TrainSettings s, CostSettings v) -> s.withCost(x -> v))),
                    Stream.of(SettingField.choice(
                            "device",
                            List.of(ComputeDevice.values()),
                            ComputeDevice::label,
                            TrainSettings::device,
                            TrainSettings::withDevice,
                            "Where to train; auto takes a GPU if there is one.")))
            .flatMap(fields -> fields)
            .toList();

    /**
     * Checks K.
     *
     * @throws IllegalArgumentException if K is below 1
     */
    public TrainSettings {
        Checks.atLeast("k", 1, k);
    }

    /** The default settings for {@code k} channels, which have the best measured error on unseen rows. */
    public static TrainSettings of(int k) {
        return new TrainSettings(
                Task.RECONSTRUCTION,
                k,
                ScalingMethod.MINMAX,
                SearchSettings.DEFAULT,
                ConcreteSettings.DEFAULT,
                DecoderSettings.DEFAULT,
                CostSettings.NONE,
                ComputeDevice.AUTO,
                DEFAULT_SEED);
    }

    /** The settings of the paper for IP-CAE and {@code k} channels (section 4 and appendix A). */
    public static TrainSettings paper(int k) {
        return of(k).withSearch(s -> s.withLambda(LambdaSchedule.TRAINING).withShuffle(false))
                .withConcrete(c -> c.withNoise(NoiseSharing.RECORD).withEmbedding(Integer.MAX_VALUE))
                .withDecoder(d -> d.withSkip(false).withDropout(0).withEpochs(0).withLearningRate(3e-3f));
    }

    /**
     * Adds the settings that a preset gives to a definition.
     *
     * @param prefix of all names
     * @param defaults values of the default preset
     * @param paper values of the preset of the paper
     * @param paperNote sentence that names the value of the paper, where it differs
     */
    public static void define(
            ConfigDef definition,
            String prefix,
            TrainSettings defaults,
            TrainSettings paper,
            UnaryOperator<String> paperNote) {
        FIELDS.forEach(field -> field.define(definition, prefix, defaults, paper, paperNote));
    }

    /**
     * These settings, with the values of those that are set.
     *
     * @throws IllegalArgumentException if two values contradict each other
     */
    public TrainSettings overriddenBy(Settings settings, String prefix) {
        TrainSettings result = this;
        for (SettingField<TrainSettings> field : FIELDS) {
            String key = prefix + field.name();
            if (settings.isSet(key)) {
                result = field.reader().read(result, settings, key);
            }
        }
        return result;
    }

    /** All settings except the seed, as provenance keeps them; the names are those of the settings {@code train.*}. */
    public Map<String, String> asMap() {
        Map<String, String> all = new TreeMap<>();
        FIELDS.forEach(field -> all.put(field.name(), field.value().apply(this)));
        all.put("k", Integer.toString(k));
        return all;
    }

    public TrainSettings withTask(Task value) {
        return new TrainSettings(value, k, scaling, search, concrete, decoder, cost, device, seed);
    }

    public TrainSettings withK(int value) {
        return new TrainSettings(task, value, scaling, search, concrete, decoder, cost, device, seed);
    }

    public TrainSettings withScaling(ScalingMethod value) {
        return new TrainSettings(task, k, value, search, concrete, decoder, cost, device, seed);
    }

    public TrainSettings withSearch(UnaryOperator<SearchSettings> change) {
        return new TrainSettings(task, k, scaling, change.apply(search), concrete, decoder, cost, device, seed);
    }

    public TrainSettings withConcrete(UnaryOperator<ConcreteSettings> change) {
        return new TrainSettings(task, k, scaling, search, change.apply(concrete), decoder, cost, device, seed);
    }

    public TrainSettings withDecoder(UnaryOperator<DecoderSettings> change) {
        return new TrainSettings(task, k, scaling, search, concrete, change.apply(decoder), cost, device, seed);
    }

    public TrainSettings withCost(UnaryOperator<CostSettings> change) {
        return new TrainSettings(task, k, scaling, search, concrete, decoder, change.apply(cost), device, seed);
    }

    public TrainSettings withDevice(ComputeDevice value) {
        return new TrainSettings(task, k, scaling, search, concrete, decoder, cost, value, seed);
    }

    public TrainSettings withSeed(long value) {
        return new TrainSettings(task, k, scaling, search, concrete, decoder, cost, device, value);
    }
}
