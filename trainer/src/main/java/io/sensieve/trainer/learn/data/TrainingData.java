package io.sensieve.trainer.learn.data;

import io.sensieve.Channel;
import io.sensieve.MissingValue;
import io.sensieve.model.MissingValues;
import io.sensieve.model.ModelFile;
import io.sensieve.trainer.learn.settings.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows that a selector trains on and validates with. Fault codes, which {@link FaultCode} describes, and outliers
 * ({@link Outliers}) count as missing; the log names them.
 *
 * @param train rows of D values in the channels' own units; NaN is missing
 * @param validation held-out rows; they decide which epoch is kept
 * @param channels the D channels with their roles
 * @param labels the rows' classes, if they are known
 * @param champion the active selection's model, if the training may start from it; only some methods do. With a
 *     champion, the rows must come from data without one: their outliers and fault codes are already missing
 * @param faultCodes fault codes that were found and replaced; empty where the constructor is to find them
 */
public record TrainingData(
        float[][] train,
        float[][] validation,
        List<Channel> channels,
        Optional<Labels> labels,
        Optional<Champion> champion,
        List<FaultCode> faultCodes) {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingData.class);
    private static final int NAMED = 5;

    /** Smallest number of train rows. */
    public static final int LEAST_TRAIN_ROWS = 8;

    /** Smallest number of validation rows. */
    public static final int LEAST_VALIDATION_ROWS = 2;

    /**
     * Checks the shape.
     *
     * @throws IllegalArgumentException if there are too few rows, a row has not D values, one is infinite, the labels
     *     are not as many as the rows, or the champion is of another number of channels
     */
    public TrainingData {
        channels = List.copyOf(channels);
        if (train.length < LEAST_TRAIN_ROWS || validation.length < LEAST_VALIDATION_ROWS) {
            throw new IllegalArgumentException(train.length + " train and " + validation.length
                    + " validation rows: at least " + LEAST_TRAIN_ROWS + " and " + LEAST_VALIDATION_ROWS
                    + " are needed; give more rows");
        }
        check("train", train, channels.size());
        check("validation", validation, channels.size());
        int count = channels.size();
        champion.ifPresent(inUse -> {
            if (inUse.model().offset().length != count) {
                throw new IllegalArgumentException("the champion is for "
                        + inUse.model().offset().length
                        + " channels, the layout has " + count + ": start without it");
            }
        });
        if (labels.isPresent()) {
            count("train", train.length, labels.get().train());
            count("validation", validation.length, labels.get().validation());
        }
        if (champion.isEmpty()) {
            faultCodes = FaultCodes.of(count, train, validation);
            logCodes(faultCodes, channels);
            MissingValues codes = MissingValues.of(listed(faultCodes));
            train = masked(codes, train);
            validation = masked(codes, validation);
            Outliers outliers = Outliers.of(count, train, validation);
            train = without(outliers, "train", train, channels);
            validation = without(outliers, "validation", validation, channels);
        }
        faultCodes = List.copyOf(faultCodes);
    }

    /** The fault codes, as a selection lists them. */
    public List<MissingValue> missingValues() {
        return listed(faultCodes);
    }

    private static List<MissingValue> listed(List<FaultCode> codes) {
        return codes.stream()
                .map(code -> new MissingValue(code.channel(), code.value()))
                .toList();
    }

    private static float[][] masked(MissingValues codes, float[][] rows) {
        return codes.isEmpty() ? rows : Stream.of(rows).map(codes::masked).toArray(float[][]::new);
    }

    /** Logs each value once, with the channels that have it. */
    private static void logCodes(List<FaultCode> codes, List<Channel> channels) {
        codes.stream()
                .collect(Collectors.groupingBy(FaultCode::value, TreeMap::new, Collectors.toList()))
                .forEach((value, same) -> LOG.atInfo()
                        .addKeyValue("value", value)
                        .addKeyValue("channels", same.size())
                        .addKeyValue(
                                "among",
                                same.stream()
                                        .limit(NAMED)
                                        .map(code ->
                                                channels.get(code.channel()).getName())
                                        .toList())
                        .addKeyValue("share", (float) same.stream()
                                .mapToDouble(FaultCode::share)
                                .max()
                                .orElse(0))
                        .log("fault code counts as missing"));
    }

    /**
     * Replaces the fault codes and outliers of other rows, by those of these rows, so that errors of both compare. A
     * warning says how many there are.
     */
    public float[][] withoutOutliers(String part, float[][] rows) {
        float[][] measured = masked(MissingValues.of(missingValues()), rows);
        return without(Outliers.of(channels.size(), train, validation), part, measured, channels);
    }

    private static float[][] without(Outliers outliers, String part, float[][] rows, List<Channel> channels) {
        int[] counts = outliers.counts(rows);
        int values = IntStream.of(counts).sum();
        if (values == 0) {
            return rows;
        }
        List<String> names = IntStream.range(0, counts.length)
                .filter(c -> counts[c] > 0)
                .mapToObj(c -> channels.get(c).getName())
                .toList();
        LOG.atWarn()
                .addKeyValue("rows", part)
                .addKeyValue("values", values)
                .addKeyValue("channels", names.size())
                .addKeyValue("among", names.subList(0, Math.min(NAMED, names.size())))
                .log("outliers count as missing");
        return outliers.without(rows);
    }

    /** Creates data without classes. */
    public TrainingData(float[][] train, float[][] validation, List<Channel> channels) {
        this(train, validation, channels, Optional.empty(), Optional.empty(), List.of());
    }

    /** Creates data without a champion. */
    public TrainingData(float[][] train, float[][] validation, List<Channel> channels, Optional<Labels> labels) {
        this(train, validation, channels, labels, Optional.empty(), List.of());
    }

    /**
     * Adds a model to start from.
     *
     * @param churn as {@link Champion#churn}
     */
    public TrainingData withChampion(ModelFile model, double churn) {
        return new TrainingData(
                train, validation, channels, labels, Optional.of(new Champion(model, churn)), faultCodes);
    }

    /**
     * The model of the active selection.
     *
     * @param churn share of the model's error by which an exchange of all K channels must lower it; an exchange of one
     *     channel must gain the K-th part. Infinite to exchange none
     */
    public record Champion(ModelFile model, double churn) {
        /**
         * Share of the residual variance that one exchange must gain. The error is the square root of the variance,
         * hence the factor 2.
         */
        public double leastGain() {
            return 2 * churn / model.channels().length;
        }
    }

    /**
     * The class of each row.
     *
     * @param train from 0, one for each train row
     * @param validation from 0, one for each validation row
     * @param classes C, more than any label
     */
    public record Labels(int[] train, int[] validation, int classes) {
        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException if a label is not in [0, C), or all train rows are of one class
         */
        public Labels {
            check("train", train, classes);
            check("validation", validation, classes);
            if (Arrays.stream(train).distinct().limit(2).count() < 2) {
                throw new IllegalArgumentException(
                        "all train rows have the same class: give rows of at least two classes");
            }
        }

        /** The class of most train rows, the lowest of several. */
        public int commonest() {
            int[] counts = new int[classes];
            for (int label : train) {
                counts[label]++;
            }
            int most = IntStream.of(counts).max().orElseThrow();
            return IntStream.range(0, classes)
                    .filter(label -> counts[label] == most)
                    .findFirst()
                    .orElseThrow();
        }

        private static void check(String part, int[] labels, int classes) {
            for (int r = 0; r < labels.length; r++) {
                if (labels[r] < 0 || labels[r] >= classes) {
                    throw new IllegalArgumentException("label of " + part + " row " + r + " is " + labels[r]
                            + ", must be at least 0, below the number of classes, " + classes);
                }
            }
        }
    }

    /**
     * The classes of the rows, if the task needs them.
     *
     * @throws IllegalArgumentException if the task needs classes and they are not known
     */
    public Optional<Labels> labelsFor(Task task) {
        if (task == Task.RECONSTRUCTION) {
            return Optional.empty();
        }
        if (labels.isEmpty()) {
            throw new IllegalArgumentException("task = " + task.label() + " needs a label for every row");
        }
        return labels;
    }

    /** Number of channels, D. */
    public int channelCount() {
        return channels.size();
    }

    /** Whether the channel's values in the train rows differ by more than rounding. */
    public boolean varies(int channel) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (float[] row : train) {
            if (!Float.isNaN(row[channel])) {
                least = Math.min(least, row[channel]);
                most = Math.max(most, row[channel]);
            }
        }
        return least < most && ChannelColumns.vary(least, most);
    }

    private static void count(String part, int rows, int[] labels) {
        if (labels.length != rows) {
            throw new IllegalArgumentException(
                    labels.length + " labels for " + rows + " " + part + " rows: every row needs one");
        }
    }

    private static void check(String part, float[][] rows, int channels) {
        for (int r = 0; r < rows.length; r++) {
            if (rows[r].length != channels) {
                throw new IllegalArgumentException(part + " row " + r + " has " + rows[r].length
                        + " values, the layout has " + channels + " channels");
            }
            for (int c = 0; c < channels; c++) {
                if (Float.isInfinite(rows[r][c])) {
                    throw new IllegalArgumentException(part + " row " + r + ", channel " + c
                            + " is infinite: leave a value out (NaN) where it is unknown");
                }
            }
        }
    }
}
