package io.sensieve.trainer.learn;

import io.sensieve.trainer.learn.data.TrainingData;
import io.sensieve.trainer.learn.gates.StochasticGates;
import io.sensieve.trainer.learn.lassonet.LassoNet;
import io.sensieve.trainer.learn.linear.ColumnSubsetSearch;
import io.sensieve.trainer.learn.linear.PivotedQr;
import io.sensieve.trainer.learn.linear.RandomChannels;
import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.settings.LogitTransform;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.SearchSelector;
import io.sensieve.trainer.learn.training.Selector;
import java.util.Arrays;
import java.util.Locale;

/** How channels are chosen. */
public enum SelectionMethod {
    /**
     * Indirectly Parameterized Concrete Autoencoder (Nilsson et al., ICML 2024): selecting layer and decoder learn
     * together while the temperature falls; {@link LogitTransform} says through which W.
     */
    IP_CAE,
    /** Concrete Autoencoder (Balin et al., 2019): the same with logits that are learnt directly. */
    CAE,
    /** Column subset selection: the channels that tell most linearly, then a decoder for them. */
    CSS,
    /** Column-pivoted QR of the train rows (Businger and Golub, 1965), then a decoder for these channels. */
    QR,
    /** Stochastic gates (Yamada et al., ICML 2020), then a decoder for the K channels whose gates are widest open. */
    STG,
    /** LassoNet (Lemhadri et al., JMLR 2021), then a decoder for the K channels that leave last. */
    LASSONET,
    /** Channels drawn at random, then a decoder for them: what any method has to beat. */
    RANDOM;

    /** As settings, options and selections write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it trains while it searches, for {@link TrainSettings#epochs}; the others train only the decoder. */
    public boolean trainsToSearch() {
        return switch (this) {
            case IP_CAE, CAE, STG, LASSONET -> true;
            case CSS, QR, RANDOM -> false;
        };
    }

    /** The method of that label. */
    public static SelectionMethod of(String label) {
        return Arrays.stream(values())
                .filter(method -> method.label().equals(label))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("method = " + label + ", must be one of "
                        + Arrays.stream(values()).map(SelectionMethod::label).toList()));
    }

    /** What chooses by this method. */
    public Selector selector() {
        return switch (this) {
            case IP_CAE ->
                new SearchSelector(label(), (training, data, statistics, candidates, settings) -> training.search());
            case CAE -> {
                Selector direct = new SearchSelector(
                        label(), (training, data, statistics, candidates, settings) -> training.search());
                yield (data, settings, listener) ->
                        direct.select(data, settings.with(s -> s.map(LogitTransform.NONE)), listener);
            }
            case CSS -> new SearchSelector(label(), ColumnSubsetSearch::find);
            case QR -> new SearchSelector(label(), PivotedQr::find);
            case STG -> new SearchSelector(label(), StochasticGates::find);
            case LASSONET -> new SearchSelector(label(), LassoNet::find);
            case RANDOM -> new SearchSelector(label(), RandomChannels::find);
        };
    }

    /**
     * Chooses as {@link #selector} does, and learns no more of a decoder than that takes: none for {@link #CSS}.
     *
     * @return indices of K channels, ascending
     * @throws IllegalArgumentException as {@link Selector#select}
     */
    public int[] channels(TrainingData data, TrainSettings settings, TrainingListener listener) {
        int[] channels = this == CSS
                ? ColumnSubsetSearch.choose(data, settings, listener)
                : selector()
                        .select(data, settings.with(s -> s.finishEpochs(1)), listener)
                        .model()
                        .channels();
        return Arrays.stream(channels).sorted().toArray();
    }
}
