package io.sensieve.trainer.election;

import io.sensieve.trainer.publish.SelectionDirectory;
import io.sensieve.trainer.window.LayoutWindow;
import io.sensieve.trainer.window.LayoutWindows;
import io.sensieve.trainer.window.WindowSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs, now and then, which layouts have no selection because their windows have too few rows. */
final class WaitingLayouts {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingLayouts.class);
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final int NAMED = 5;

    private final LayoutWindows windows;
    private final SelectionDirectory directory;
    private final int minRows;
    private Instant next;

    /**
     * Creates the report.
     *
     * @param minRows fewest rows that a selection is trained on
     * @param now start of the trainer
     */
    WaitingLayouts(LayoutWindows windows, SelectionDirectory directory, int minRows, Instant now) {
        this.windows = windows;
        this.directory = directory;
        this.minRows = minRows;
        this.next = now.plus(FIRST);
    }

    /** Logs the layouts that wait, if the last report was long ago, and returns their names. */
    List<String> report(Instant now) {
        if (now.isBefore(next)) {
            return List.of();
        }
        next = now.plus(INTERVAL);
        List<String> waiting = windows.layouts().stream()
                .filter(layout -> directory.active(layout).isEmpty())
                .filter(layout ->
                        windows.window(layout).filter(LayoutWindow::isUsable).isEmpty())
                .toList();
        if (!waiting.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("layouts", waiting.size())
                    .addKeyValue(
                            "rows",
                            waiting.stream()
                                    .limit(NAMED)
                                    .map(layout -> layout + ": "
                                            + windows.window(layout)
                                                    .map(LayoutWindow::size)
                                                    .orElse(0))
                                    .toList())
                    .addKeyValue("wanted", minRows)
                    .addKeyValue("setting", WindowSettings.MIN_ROWS)
                    .log("layouts have no selection yet, because too few rows have arrived");
        }
        return waiting;
    }
}
