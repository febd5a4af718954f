package io.sensieve.standalone.cli.learn;

import io.sensieve.trainer.learn.progress.TrainingListener;
import io.sensieve.trainer.learn.progress.TrainingProgress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;
import picocli.CommandLine.Help.Ansi;

/** Prints the progress of a training: a progress bar on a terminal, a line for every tenth epoch elsewhere. */
final class TrainingProgressBar implements TrainingListener, AutoCloseable {
    private static final int WIDTH = 20;
    private static final String CLEAR = "\u001b[K";

    private final PrintWriter err;
    private final boolean terminal;
    private final String name;
    private final LongSupplier nanos;
    private final long start;
    private boolean drawn;

    /**
     * Starts the clock.
     *
     * @param name printed before the bar or line
     * @param nanos clock in nanoseconds
     */
    TrainingProgressBar(PrintWriter err, boolean terminal, String name, LongSupplier nanos) {
        this.err = err;
        this.terminal = terminal;
        this.name = name;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    static TrainingProgressBar of(PrintWriter err, String name) {
        return new TrainingProgressBar(err, isTerminal(), name, System::nanoTime);
    }

    /** Whether the output goes to a terminal, where the bar can be redrawn. */
    static boolean isTerminal() {
        return Ansi.AUTO.enabled();
    }

    @Override
    public void onEpoch(TrainingProgress progress) {
        if (terminal) {
            bar(progress);
        } else if (progress.epoch() % 10 == 0 || progress.epoch() == 1 || progress.epoch() == progress.epochs()) {
            line(progress);
        }
        err.flush();
    }

    /** Ends the line of the last bar. */
    @Override
    public void close() {
        if (drawn) {
            err.println();
            err.flush();
        }
    }

    private void bar(TrainingProgress progress) {
        double share = Math.min(1, (double) progress.epoch() / progress.epochs());
        int done = (int) Math.floor(share * WIDTH);
        double seconds = (nanos.getAsLong() - start) / 1e9;
        err.print(String.format(
                Locale.ROOT,
                "\r%s [%s%s] %d/%d  validation %.3e  unique %.0f %%  %.0f s left%s",
                name,
                "#".repeat(done),
                "-".repeat(WIDTH - done),
                progress.epoch(),
                progress.epochs(),
                progress.validationError(),
                progress.uniquePercentage(),
                seconds / share - seconds,
                CLEAR));
        drawn = true;
    }

    private void line(TrainingProgress progress) {
        err.printf(
                "%s  epoch %4d of %d  loss %.3e  validation error %.3e  unique %5.1f %%%n",
                name,
                progress.epoch(),
                progress.epochs(),
                progress.loss(),
                progress.validationError(),
                progress.uniquePercentage());
    }
}
