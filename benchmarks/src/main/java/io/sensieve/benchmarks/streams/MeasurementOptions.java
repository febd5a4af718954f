package io.sensieve.benchmarks.streams;

import io.sensieve.service.SettingException;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Declares the number of passes and the settings of the streams service. */
final class MeasurementOptions {
    @Option(
            names = "--passes",
            paramLabel = "N",
            defaultValue = "3",
            description = "Measured passes of each variant (default 3).")
    private int passes;

    @Option(
            names = "--warm-ups",
            paramLabel = "N",
            defaultValue = "5",
            description = "Warm-up passes of each variant, in which the JIT compiler is still busy (default 5).")
    private int warmUps;

    @Option(
            names = "--guarantee",
            paramLabel = "G",
            defaultValue = "exactly_once_v2",
            description = "exactly_once_v2 (default) or at_least_once, for all variants.")
    private String guarantee = "";

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Stream threads, for all variants (default 1).")
    private int threads;

    @Option(names = "-D", paramLabel = "KEY=VALUE", description = "A setting of the streams service, for all variants.")
    private Map<String, String> more = new HashMap<>();

    /**
     * Number of measured passes.
     *
     * @throws SettingException if it is below 1
     */
    int passes() {
        return atLeast(1, passes, "--passes");
    }

    /**
     * Number of warm-up passes.
     *
     * @throws SettingException if it is below 0
     */
    int warmUps() {
        return atLeast(0, warmUps, "--warm-ups");
    }

    private static int atLeast(int least, int value, String option) {
        if (value < least) {
            throw new SettingException("Invalid value " + value + " for " + option + ": must be at least " + least);
        }
        return value;
    }

    /** Settings of the streams service. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("processing.guarantee", guarantee);
        settings.put("threads", Integer.toString(threads));
        return settings;
    }

    /** Describes the options for a report. */
    @Override
    public String toString() {
        return guarantee + ", " + threads + (threads == 1 ? " stream thread" : " stream threads") + ", medians of "
                + passes + " passes after " + warmUps
                + " warm-up passes; broker and app in one JVM, whose total CPU time counts";
    }
}
