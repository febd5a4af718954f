package io.sensieve.standalone.demo.run;

import io.sensieve.service.SettingException;
import io.sensieve.standalone.data.ChannelFile;
import io.sensieve.standalone.data.ChannelRow;
import io.sensieve.standalone.data.MissingMarkers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The rows of a demo in three disjoint parts. The errors before and after the shift are measured on rows that no
 * training window contains.
 *
 * @param description name, size and order of the data, for the screen
 * @param channelNames names of the D channels
 * @param window rows of the first training window
 * @param before unchanged rows that measure the first selection
 * @param after rows that measure the second selection; the drift demo shifts them
 */
public record DemoData(
        String description,
        List<String> channelNames,
        List<float[]> window,
        List<float[]> before,
        List<float[]> after) {
    private static final String SHIPPED = "/io/sensieve/data/isolet-2600.csv.gz";
    /** Fewest rows to play. */
    public static final int LEAST_ROWS = 200;

    private static final double WINDOW_SHARE = 0.6;
    private static final double BEFORE_SHARE = 0.2;
    private static final int LEAST_WINDOW = 100;
    private static final double WINDOW_SHARE_IN_ORDER = 0.2;

    /**
     * Reads the shipped rows, or those of a file, in random order, so that the planted shift is the only one.
     *
     * @param missing cells that stand for a missing value
     * @param limit most rows to play
     * @throws SettingException if the file has fewer than {@link #LEAST_ROWS} rows or 3 channels
     */
    public static DemoData load(MissingMarkers missing, Optional<Path> file, int limit, long seed) {
        Rows all = Rows.read(missing, file);
        List<float[]> rows = new ArrayList<>(all.rows());
        Collections.shuffle(rows, new Random(seed));
        List<float[]> taken = rows.subList(0, Math.min(limit, rows.size()));
        int first = (int) (taken.size() * WINDOW_SHARE);
        int second = (int) (taken.size() * (WINDOW_SHARE + BEFORE_SHARE));
        return new DemoData(
                all.description(taken.size(), "in random order"),
                all.channelNames(),
                List.copyOf(taken.subList(0, first)),
                List.copyOf(taken.subList(first, second)),
                List.copyOf(taken.subList(second, taken.size())));
    }

    /**
     * Reads the rows of a file in their order: the training window, then all others in {@link #after}.
     *
     * @param missing cells that stand for a missing value
     * @param limit most rows to play
     * @param window rows of the first training window; a fifth of the rows if absent
     * @throws SettingException if the file has too few rows, or {@code window} is not between 100 and their number
     */
    public static DemoData inOrder(MissingMarkers missing, Path file, int limit, Optional<Integer> window) {
        Rows all = Rows.read(missing, Optional.of(file));
        List<float[]> taken = all.rows().subList(0, Math.min(limit, all.rows().size()));
        int first = window.orElse(Math.max(LEAST_WINDOW, (int) (taken.size() * WINDOW_SHARE_IN_ORDER)));
        if (first < LEAST_WINDOW || first >= taken.size()) {
            throw new SettingException("Invalid value " + first + " for --window: must be at least " + LEAST_WINDOW
                    + " and below " + taken.size() + ", the number of rows to play");
        }
        return new DemoData(
                all.description(taken.size(), "in their order"),
                all.channelNames(),
                List.copyOf(taken.subList(0, first)),
                List.of(),
                List.copyOf(taken.subList(first, taken.size())));
    }

    private record Rows(String name, List<String> channelNames, List<float[]> rows) {
        static Rows read(MissingMarkers missing, Optional<Path> file) {
            try (ChannelFile data = file.map(path -> ChannelFile.open(path, missing))
                    .orElseGet(() -> ChannelFile.openResource(SHIPPED))) {
                List<float[]> rows =
                        data.readAll().stream().map(ChannelRow::values).toList();
                if (rows.size() < LEAST_ROWS || data.channelNames().size() < 3) {
                    throw new SettingException("Data file "
                            + file.map(Path::toString).orElse(SHIPPED) + " has "
                            + rows.size() + " rows and " + data.channelNames().size()
                            + " channels; the demo needs at least " + LEAST_ROWS + " rows and 3 channels");
                }
                String name = file.map(path -> String.valueOf(path.getFileName()))
                        .orElse("ISOLET (spoken letters, Cole and Fanty 1994, CC BY 4.0)");
                return new Rows(name, data.channelNames(), rows);
            }
        }

        String description(int taken, String order) {
            return "%s: %,d of %,d rows %s, %d channels"
                    .formatted(name, taken, rows.size(), order, channelNames.size());
        }
    }

    /** The default K: twice the square root of the number of channels, at most 50. */
    public int defaultK() {
        int d = channelNames.size();
        return Math.max(1, Math.min(Math.min(50, d - 1), (int) Math.round(2 * Math.sqrt(d))));
    }
}
