package io.sensieve.trainer.learn.settings;

import java.util.List;

/**
 * Settings of the decoder and of its training on the selected channels.
 *
 * @param hidden units of the hidden layers, first to last; empty for a linear decoder
 * @param norm whether hidden layers are LayerNorm with LeakyReLU (section 4 of the paper); else ReLU alone (section
 *     4.4)
 * @param skip whether the decoder adds a linear map of its inputs, which starts at the ridge solution
 * @param dropout share of the hidden units that a training step drops
 * @param epochs epochs of the training on the selected channels. With 0, a search keeps the decoder that it found, and
 *     a search without a decoder trains one for half of {@link SearchSettings#epochs} at
 *     {@link SearchSettings#learningRate} (section 4.4)
 * @param learningRate Adam's learning rate at the start of these epochs; it falls to 0 along a half cosine
 */
public record DecoderSettings(
        List<Integer> hidden, boolean norm, boolean skip, float dropout, int epochs, float learningRate) {
    /** Settings with the best measured error on unseen rows. */
    static final DecoderSettings DEFAULT = new DecoderSettings(List.of(200), true, true, 0.1f, 80, 5e-3f);

    private static final double MAX_DROPOUT = 0.95;

    static final List<SettingField<DecoderSettings>> FIELDS = List.of(
            SettingField.flag(
                    "norm",
                    DecoderSettings::norm,
                    DecoderSettings::withNorm,
                    "Whether the decoder's hidden layers are LayerNorm with LeakyReLU. Else they are ReLU alone, as they"
                            + " are for stg and lassonet with train.preset = paper."),
            SettingField.units(
                    "hidden",
                    DecoderSettings::hidden,
                    DecoderSettings::withHidden,
                    "Units of the decoder's hidden layers, separated by commas; empty for a linear decoder."),
            SettingField.flag(
                    "skip",
                    DecoderSettings::skip,
                    DecoderSettings::withSkip,
                    "Whether the decoder adds a linear map of its inputs."),
            SettingField.number(
                    "dropout",
                    0,
                    MAX_DROPOUT,
                    DecoderSettings::dropout,
                    DecoderSettings::withDropout,
                    "Share of the hidden units that a step of the decoder training drops."),
            SettingField.wholeNumber(
                    "decoder.epochs",
                    0,
                    SearchSettings.MAX_EPOCHS,
                    DecoderSettings::epochs,
                    DecoderSettings::withEpochs,
                    "Epochs that train the decoder alone, once the channels are selected."),
            SettingField.number(
                    "decoder.rate",
                    1e-7,
                    1,
                    DecoderSettings::learningRate,
                    DecoderSettings::withLearningRate,
                    "Adam's learning rate at the start of the decoder training; it falls to 0 along a half cosine."));

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public DecoderSettings {
        hidden = List.copyOf(hidden);
        hidden.forEach(units -> Checks.atLeast("hidden", 1, units));
        Checks.share("dropout", dropout);
        Checks.atLeast("decoder.epochs", 0, epochs);
        Checks.learningRate("decoder.rate", learningRate);
    }

    public DecoderSettings withHidden(List<Integer> value) {
        return new DecoderSettings(value, norm, skip, dropout, epochs, learningRate);
    }

    public DecoderSettings withNorm(boolean value) {
        return new DecoderSettings(hidden, value, skip, dropout, epochs, learningRate);
    }

    public DecoderSettings withSkip(boolean value) {
        return new DecoderSettings(hidden, norm, value, dropout, epochs, learningRate);
    }

    public DecoderSettings withDropout(float value) {
        return new DecoderSettings(hidden, norm, skip, value, epochs, learningRate);
    }

    public DecoderSettings withEpochs(int value) {
        return new DecoderSettings(hidden, norm, skip, dropout, value, learningRate);
    }

    public DecoderSettings withLearningRate(float value) {
        return new DecoderSettings(hidden, norm, skip, dropout, epochs, value);
    }
}
