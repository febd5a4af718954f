package io.sensieve.trainer.learn.settings;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Settings of the concrete layer of IP-CAE and CAE.
 *
 * @param startTemperature T0 in equation 3
 * @param endTemperature TB in equation 3
 * @param noise how often Gumbel noise is drawn
 * @param transform W of equation 6
 * @param bias whether equation 6 has its b
 * @param embedding largest number of columns of the embedding, P in equation 5; D where D is smaller
 * @param gjsd weight of the divergence between rows, lambda in equation 11; 0 for none
 */
public record ConcreteSettings(
        double startTemperature,
        double endTemperature,
        NoiseSharing noise,
        LogitTransform transform,
        boolean bias,
        int embedding,
        float gjsd) {
    /** Settings with the best measured error on unseen rows. */
    static final ConcreteSettings DEFAULT =
            new ConcreteSettings(10, 0.01, NoiseSharing.BATCH, LogitTransform.SHARED, true, 1024, 0);

    private static final String START = "temperature.start";
    private static final String END = "temperature.end";

    static final List<SettingField<ConcreteSettings>> FIELDS = List.of(
            temperature(START, "T0 in equation 3."),
            temperature(END, "TB in equation 3; at most train.temperature.start."),
            SettingField.choice(
                    "noise",
                    List.of(NoiseSharing.values()),
                    NoiseSharing::label,
                    ConcreteSettings::noise,
                    ConcreteSettings::withNoise,
                    "How often Gumbel noise is drawn: for each mini-batch, which is cheaper, or for each record."),
            SettingField.choice(
                    "transform",
                    List.of(LogitTransform.SHARED, LogitTransform.DIAGONAL, LogitTransform.SCALAR),
                    LogitTransform::label,
                    ConcreteSettings::transform,
                    ConcreteSettings::withTransform,
                    "Form of W of ip-cae (section 4.2 of the paper)."),
            SettingField.flag(
                    "bias", ConcreteSettings::bias, ConcreteSettings::withBias, "Whether equation 6 has its b."),
            SettingField.wholeNumber(
                    "embedding",
                    1,
                    Integer.MAX_VALUE,
                    ConcreteSettings::embedding,
                    ConcreteSettings::withEmbedding,
                    "Largest number of columns of the embedding, P in equation 5. With fewer channels, the number of"
                            + " channels."),
            SettingField.number(
                    "gjsd",
                    0,
                    1_000,
                    ConcreteSettings::gjsd,
                    ConcreteSettings::withGjsd,
                    "Weight of the divergence between rows, lambda in equation 11, of ip-cae and cae; 0 for none."));

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public ConcreteSettings {
        Checks.atLeast("embedding", 1, embedding);
        Checks.notNegative("gjsd", gjsd);
        if (!(endTemperature > 0 && endTemperature <= startTemperature && Double.isFinite(startTemperature))) {
            throw new IllegalArgumentException("temperature.end = " + endTemperature
                    + ", must be above 0 and at most temperature.start = " + startTemperature);
        }
    }

    /** Reads both temperatures at once, because each bounds the other. */
    private static SettingField<ConcreteSettings> temperature(String name, String documentation) {
        return new SettingField<>(
                name,
                Type.DOUBLE,
                Range.between(1e-6, 1e6),
                Importance.LOW,
                documentation,
                concrete -> Double.toString(name.equals(START) ? concrete.startTemperature : concrete.endTemperature),
                (concrete, settings, key) -> {
                    String prefix = key.substring(0, key.length() - name.length());
                    double start = settings.isSet(prefix + START)
                            ? settings.getDouble(prefix + START)
                            : concrete.startTemperature;
                    double end =
                            settings.isSet(prefix + END) ? settings.getDouble(prefix + END) : concrete.endTemperature;
                    return concrete.withTemperatures(start, end);
                });
    }

    public ConcreteSettings withTemperatures(double start, double end) {
        return new ConcreteSettings(start, end, noise, transform, bias, embedding, gjsd);
    }

    public ConcreteSettings withNoise(NoiseSharing value) {
        return new ConcreteSettings(startTemperature, endTemperature, value, transform, bias, embedding, gjsd);
    }

    public ConcreteSettings withTransform(LogitTransform value) {
        return new ConcreteSettings(startTemperature, endTemperature, noise, value, bias, embedding, gjsd);
    }

    public ConcreteSettings withBias(boolean value) {
        return new ConcreteSettings(startTemperature, endTemperature, noise, transform, value, embedding, gjsd);
    }

    public ConcreteSettings withEmbedding(int value) {
        return new ConcreteSettings(startTemperature, endTemperature, noise, transform, bias, value, gjsd);
    }

    public ConcreteSettings withGjsd(float value) {
        return new ConcreteSettings(startTemperature, endTemperature, noise, transform, bias, embedding, value);
    }
}
