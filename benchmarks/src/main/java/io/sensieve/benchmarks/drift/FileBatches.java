package io.sensieve.benchmarks.drift;

import io.sensieve.benchmarks.common.DataFile;
import io.sensieve.service.SettingException;
import io.sensieve.standalone.data.ChannelRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Rows of a file by its column {@code batch}, in the order in which the batches come.
 *
 * @param names of the batches
 * @param rows of each
 */
record FileBatches(List<String> names, List<float[][]> rows) {
    /** The first batch has to hold train and validation rows, each later one enough to learn from. */
    private static final int LEAST_ROWS = 40;

    FileBatches {
        names = List.copyOf(names);
        rows = List.copyOf(rows);
    }

    /**
     * Takes them apart.
     *
     * @param seed of the order of rows within a batch: a file may hold them class by class, which would be a drift of
     *     its own
     * @throws SettingException if a row has no batch, or there are too few batches or rows
     */
    static FileBatches of(DataFile file, long seed) {
        Map<String, List<float[]>> batches = new LinkedHashMap<>();
        for (ChannelRow row : file.rows()) {
            String batch = row.batch()
                    .orElseThrow(() -> new SettingException("Data file " + file.path() + ", line " + row.line()
                            + ", column 'batch': is empty or missing; every row needs one"));
            batches.computeIfAbsent(batch, name -> new ArrayList<>()).add(row.values());
        }
        if (batches.size() < 2) {
            throw new SettingException("Data file " + file.path() + " has one batch; at least two are needed");
        }
        batches.forEach((name, rows) -> {
            if (rows.size() < LEAST_ROWS) {
                throw new SettingException("Data file " + file.path() + ": batch " + name + " has " + rows.size()
                        + " rows; at least " + LEAST_ROWS + " are needed");
            }
            Collections.shuffle(rows, new Random(seed));
        });
        return new FileBatches(
                List.copyOf(batches.keySet()),
                batches.values().stream()
                        .map(rows -> rows.toArray(float[][]::new))
                        .toList());
    }
}
