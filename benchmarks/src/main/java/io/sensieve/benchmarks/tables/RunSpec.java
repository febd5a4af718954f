package io.sensieve.benchmarks.tables;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sensieve.benchmarks.common.DataFile;
import io.sensieve.benchmarks.common.EpochsOption;
import io.sensieve.trainer.learn.settings.Task;
import io.sensieve.trainer.learn.settings.TrainSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Specifies a training of the tables.
 *
 * @param data training data
 * @param epochs epochs in place of those of the preset
 */
record RunSpec(Source data, Task task, TableRow row, int k, long seed, Optional<Integer> epochs) {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Identifies a data file.
     *
     * @param name name of the data set in tables
     * @param rows number of rows
     */
    record Source(String name, Path path, int rows, String sha256) {
        static Source of(DataFile file) {
            return new Source(file.name(), file.path(), file.rows().size(), file.sha256());
        }
    }

    /** Training settings of the run. */
    TrainSettings settings() {
        return EpochsOption.in(row.settings(data.name(), task, k, seed), epochs);
    }

    /** Key of the run in the ledger: everything that determines the result. */
    ObjectNode key() {
        ObjectNode key = JSON.createObjectNode();
        key.put("file", String.valueOf(data.path().getFileName()))
                .put("rows", data.rows())
                .put("sha256", data.sha256())
                .put("task", task.label())
                .put("row", row.label())
                .put("preset", row.paper() ? "paper" : "default")
                .put("method", row.method().label())
                .put("k", k)
                .put("seed", seed);
        ObjectNode settings = key.putObject("settings");
        settings().asMap().forEach(settings::put);
        return key;
    }

    /** Arguments of {@link SingleRunCommand} for this run. */
    List<String> arguments() {
        List<String> all = new ArrayList<>(List.of(
                "one",
                "--data",
                data.name() + "=" + data.path(),
                "--task",
                task.label(),
                "--row",
                row.label(),
                "--k",
                Integer.toString(k),
                "--seed",
                Long.toString(seed)));
        epochs.ifPresent(count -> all.addAll(List.of("--epochs", Integer.toString(count))));
        return all;
    }

    /** For example {@code isolet reconstruction ip-cae seed 11}. */
    @Override
    public String toString() {
        return data.name() + " " + task.label() + " " + row.label() + " seed " + seed;
    }
}
