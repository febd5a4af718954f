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
 * Groups the rows of a file by its column {@code batch}, in the order of the file.
 *
 * @param names names of the batches
 * @param rows rows of each batch
 */
record FileBatches(List<String> names, List<float[][]> rows) {
    /** Smallest number of rows that a training needs. */
    private static final int MIN_ROWS = 40;

    FileBatches {
        names = List.copyOf(names);
        rows = List.copyOf(rows);
    }

    /**
     * Groups the rows of a file.
     *
     * @param file data file
     * @param seed seed of the order of rows within a batch, because rows sorted by class would be a drift by themselves
     * @throws SettingException if a row has no batch, or if batches or rows are too few
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
            if (rows.size() < MIN_ROWS) {
                throw new SettingException("Data file " + file.path() + ": batch " + name + " has " + rows.size()
                        + " rows; at least " + MIN_ROWS + " are needed");
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
