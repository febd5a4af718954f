package io.sensieve.trainer.learn;

import io.sensieve.trainer.learn.concrete.ConcreteSearch;
import io.sensieve.trainer.learn.gates.StochasticGates;
import io.sensieve.trainer.learn.lassonet.LassoNet;
import io.sensieve.trainer.learn.linear.ColumnSubsetSearch;
import io.sensieve.trainer.learn.linear.PivotedQr;
import io.sensieve.trainer.learn.linear.RandomChannels;
import io.sensieve.trainer.learn.settings.LogitTransform;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.ChannelSearch;
import io.sensieve.trainer.learn.training.SearchSelector;
import io.sensieve.trainer.learn.training.Selector;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Names the methods that select channels. A further method is a {@link ChannelSearch}, a constant here, and a line in
 * the table of {@code docs/explanation/selection.md}.
 */
public enum SelectionMethod {
    /**
     * Indirectly Parameterized Concrete Autoencoder (Nilsson et al., ICML 2024): a selecting layer and a decoder are
     * trained together while the temperature falls. {@link LogitTransform} is the form of W.
     */
    IP_CAE("ip-cae", ConcreteSearch::indirect),
    /** Concrete Autoencoder (Balin et al., 2019): as IP-CAE, with logits that are parameters themselves. */
    CAE("cae", ConcreteSearch::direct),
    /** Column subset selection: the channels that explain most variance linearly, then a decoder. */
    CSS("css", ColumnSubsetSearch::new),
    /** Column-pivoted QR of the train rows (Businger and Golub, 1965), then a decoder. */
    QR("qr", PivotedQr::new),
    /** Stochastic gates (Yamada et al., ICML 2020), then a decoder for the K channels with the largest gates. */
    STG("stg", StochasticGates::new),
    /** LassoNet (Lemhadri et al., JMLR 2021), then a decoder for the K channels that remain longest. */
    LASSONET("lassonet", LassoNet::new),
    /** Channels drawn at random, then a decoder: the baseline of all methods. */
    RANDOM("random", RandomChannels::new);

    private final String label;
    /** A constructor, which has no state. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final Supplier<ChannelSearch> search;

    SelectionMethod(String label, Supplier<ChannelSearch> search) {
        this.label = label;
        this.search = search;
    }

    /**
     * Finds the method with a label.
     *
     * @throws IllegalArgumentException if no method has it
     */
    public static SelectionMethod of(String label) {
        return Arrays.stream(values())
                .filter(method -> method.label.equals(label))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("method = " + label + ", must be one of "
                        + Arrays.stream(values()).map(SelectionMethod::label).toList()));
    }

    /** Name of the method in settings, options and selections. */
    public String label() {
        return label;
    }

    /** Creates the selector of this method. */
    public Selector selector() {
        return new SearchSelector(label, search.get());
    }

    /** Whether the search trains a network, for {@link TrainSettings#epochs}; other methods train only the decoder. */
    public boolean trainsNetwork() {
        return search.get().trainsNetwork();
    }

    /** The paper's settings for this method and {@code k} channels (section 4 and appendix A). */
    public TrainSettings paperSettings(int k) {
        return search.get().paperSettings(TrainSettings.paper(k));
    }
}
