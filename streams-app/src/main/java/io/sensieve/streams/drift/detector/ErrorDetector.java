package io.sensieve.streams.drift.detector;

import io.sensieve.Detection;
import io.sensieve.ErrorSummary;
import io.sensieve.streams.state.ErrorBlock;
import io.sensieve.streams.state.ErrorBucket;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Detects a rise of the mean reconstruction error with ADWIN2 (A. Bifet and R. Gavaldà, Learning from Time-Changing
 * Data with Adaptive Windowing, SIAM 2007, sections 3 and 4). It keeps the errors since the latest change, after those
 * of the validation rows. A split into older and newer errors is significant where their means differ by more than
 *
 * <pre>
 * cut = sqrt(2 / m * variance * ln(2 / d)) + 2 / (3 m) * range * ln(2 / d)
 * 1 / m = 1 / n0 + 1 / n1,  d = delta / ln(n)
 * </pre>
 *
 * The detector drops the errors before a significant split. It takes the split with the largest difference over its
 * cut, so that the split also locates the change; the paper drops the oldest bucket until no split is left. The
 * variance is raised by the design effect of dependent records ({@link BlockMoments#inflation}).
 *
 * <p>A rise counts from {@link DetectorSettings#rise} times the older mean and the validation mean on. While there are
 * fewer than {@value #OLDER_MIN} older records, it counts from drift level on, because their mean is not yet known. A
 * fall shortens the window, too. Not thread-safe.
 */
public final class ErrorDetector {
    /** Smallest number of newer records. */
    public static final int NEWER_MIN = 64;

    private static final int OLDER_MIN = 256;
    private static final Detection NONE = new Detection(false, 0.0, null, 0.0, 0.0);

    private final DetectorSettings settings;
    private final ErrorScale scale;
    private final double driftLevel;
    private final ErrorWindow window;
    private Detection detection = NONE;

    private record Split(int index, double score, boolean rise, double before) {}

    /**
     * Creates a detector with the errors of the validation rows.
     *
     * @param errorDrift ratio of an error at drift level to the validation mean
     */
    public ErrorDetector(DetectorSettings settings, ErrorSummary validation, double errorDrift) {
        this(settings, validation, errorDrift, ErrorWindow.of(validation, OLDER_MIN));
    }

    private ErrorDetector(DetectorSettings settings, ErrorSummary validation, double errorDrift, ErrorWindow window) {
        this.settings = settings;
        this.scale = ErrorScale.of(validation);
        this.driftLevel = errorDrift * scale.mean();
        this.window = window;
    }

    /** Restores a detector from {@link #buckets} and {@link #detection}. */
    public static ErrorDetector restore(
            DetectorSettings settings,
            ErrorSummary validation,
            double errorDrift,
            List<ErrorBucket> buckets,
            Detection detection) {
        ErrorDetector detector = new ErrorDetector(settings, validation, errorDrift, new ErrorWindow(buckets));
        detector.detection = detection;
        return detector;
    }

    /** Adds the errors of consecutive records. */
    public void add(ErrorBlock block) {
        window.add(block);
        Split split = largest();
        double statistic = split != null && split.rise() ? split.score() : 0;
        while (split != null && split.score() >= 1) {
            window.dropOldest(split.index());
            if (split.rise()) {
                double before =
                        detection.getDrifted() ? Math.min(detection.getBefore(), split.before()) : split.before();
                detection = new Detection(
                        true,
                        split.score(),
                        window.start(),
                        before,
                        window.total().mean());
            } else if (!isRelevant(window.total().mean())) {
                clear();
            }
            split = largest();
        }
        double mean = window.total().mean();
        detection = detection.getDrifted()
                ? Detection.newBuilder(detection).setAfter(mean).build()
                : new Detection(false, statistic, null, mean, mean);
    }

    /** The split with the largest score, the latest of equal scores; null if there are too few records. */
    private @Nullable Split largest() {
        List<ErrorBucket> buckets = window.buckets();
        BlockMoments total = window.total();
        double confidence = Math.log(2 * Math.log(Math.max(Math.E, (double) total.count())) / settings.delta());
        BlockMoments before = BlockMoments.NONE;
        Split largest = null;
        for (int i = 1; i < buckets.size(); i++) {
            before = before.plus(buckets.get(i - 1));
            BlockMoments after = total.minus(before);
            if (after.count() < NEWER_MIN) {
                break;
            }
            boolean known = before.count() - window.validationRows() >= OLDER_MIN;
            boolean rise = after.mean() > before.mean();
            if (rise ? after.mean() >= (known ? relevant(before.mean()) : driftLevel) : known) {
                double score = Math.abs(after.mean() - before.mean()) / cut(before, after, total, confidence);
                if (largest == null || score >= largest.score()) {
                    largest = new Split(i, score, rise, before.mean());
                }
            }
        }
        return largest;
    }

    private double cut(BlockMoments before, BlockMoments after, BlockMoments total, double confidence) {
        double inverse = 1.0 / before.count() + 1.0 / after.count();
        double variance = total.variance() * before.inflation();
        return Math.sqrt(2 * inverse * variance * confidence) + 2.0 / 3 * inverse * scale.max() * confidence;
    }

    /**
     * The smallest error that is a relevant rise. The validation mean counts, because the first records of a version
     * are often its training records, whose errors are lower.
     */
    private double relevant(double before) {
        return settings.rise() * Math.max(before, scale.mean());
    }

    /** Whether an error is so far above that before the rise, or the validation mean, that a rise to it is relevant. */
    public boolean isRelevant(double error) {
        return error >= relevant(detection.getDrifted() ? detection.getBefore() : 0);
    }

    /** Whether the error has risen and is still high. */
    public boolean hasRisen() {
        return settings.decides() && detection.getDrifted() && isRelevant(detection.getAfter());
    }

    /** Event time in milliseconds from which the error is higher; empty without a rise. */
    public Optional<Long> since() {
        return hasRisen() ? Optional.ofNullable(detection.getSince()) : Optional.empty();
    }

    /** Forgets the rise, because the error has returned to its earlier level. */
    public void clear() {
        detection = NONE;
    }

    /** The rise and the mean errors before and after it. */
    public Detection detection() {
        return detection;
    }

    /** Errors since the latest change, to be stored. */
    public List<ErrorBucket> buckets() {
        return List.copyOf(window.buckets());
    }
}
