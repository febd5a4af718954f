package io.sensieve.benchmarks.tables;

import io.sensieve.trainer.learn.settings.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Performs the runs of a table, several at a time, and adds each result to a ledger. */
final class RunQueue {
    private final int jobs;
    private final RunLedger ledger;
    private final PrintWriter progress;

    private record Ended(RunSpec run, Optional<RunResult> result, String failure) {}

    /** Performs a run. */
    interface Runner {
        RunResult run(RunSpec run) throws RunProcess.RunFailedException, IOException, InterruptedException;
    }

    /**
     * Creates a queue.
     *
     * @param jobs number of runs at a time
     * @param progress receives a line for each finished run
     */
    RunQueue(int jobs, RunLedger ledger, PrintWriter progress) {
        this.jobs = jobs;
        this.ledger = ledger;
        this.progress = progress;
    }

    /**
     * Performs the runs that the ledger does not have; a failed run does not stop the others.
     *
     * @return number of failed runs
     */
    int work(List<RunSpec> runs, Runner runner) {
        List<RunSpec> open =
                runs.stream().filter(run -> ledger.find(run).isEmpty()).toList();
        printProgress(
                "%d runs, %d of them already finished; %d at a time", runs.size(), runs.size() - open.size(), jobs);
        ExecutorService workers = Executors.newFixedThreadPool(jobs);
        try {
            CompletionService<Ended> ended = new ExecutorCompletionService<>(workers);
            open.forEach(run -> ended.submit(() -> perform(run, runner)));
            int failed = 0;
            for (int i = 1; i <= open.size(); i++) {
                failed += note(ended.take().get(), i, open.size());
            }
            return failed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private static Ended perform(RunSpec run, Runner runner) throws IOException, InterruptedException {
        try {
            return new Ended(run, Optional.of(runner.run(run)), "");
        } catch (RunProcess.RunFailedException e) {
            return new Ended(run, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private int note(Ended ended, int number, int all) {
        if (ended.result().isEmpty()) {
            printProgress("%d of %d: %s failed: %s", number, all, ended.run(), ended.failure());
            return 1;
        }
        RunResult result = ended.result().get();
        ledger.add(ended.run(), result);
        boolean error = ended.run().task() == Task.RECONSTRUCTION;
        printProgress(
                error ? "%d of %d: %s: error %.3e in %.1f s" : "%d of %d: %s: accuracy %.2f %% in %.1f s",
                number,
                all,
                ended.run(),
                result.figure(),
                result.seconds());
        return 0;
    }

    private void printProgress(String format, Object... values) {
        progress.println(String.format(Locale.ROOT, format, values));
        progress.flush();
    }
}
