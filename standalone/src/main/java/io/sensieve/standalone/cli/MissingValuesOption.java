package io.sensieve.standalone.cli;

import io.sensieve.standalone.data.MissingMarkers;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Reads the option {@code --missing-values} of the commands that read a file. */
public final class MissingValuesOption {
    @Option(
            names = "--missing-values",
            paramLabel = "V,..",
            split = ",",
            description = "Texts and numbers in the file that stand for a missing value, for example -200,Bad.")
    private List<String> values = new ArrayList<>();

    /** The cells that stand for a missing value. */
    public MissingMarkers markers() {
        return MissingMarkers.of(values);
    }
}
