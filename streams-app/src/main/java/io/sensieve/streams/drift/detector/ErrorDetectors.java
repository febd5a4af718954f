package io.sensieve.streams.drift.detector;

import static java.util.stream.Collectors.toMap;

import io.sensieve.Detector;
import io.sensieve.DetectorEvidence;
import io.sensieve.streams.state.DetectorState;
import io.sensieve.streams.state.ErrorBlock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Combines the error detectors of one layout and selection version. */
public final class ErrorDetectors {
    private static final double FAR_DEVIATIONS = 3;

    private final DetectorSettings settings;
    private final double validationMean;
    private final double farAboveValidation;
    private final BernsteinDetector bernstein;
    private final PageHinkley pageHinkley;

    /** The detector that locates a change most precisely comes first. */
    private final List<ErrorDetector> detectors;

    private ErrorDetectors(
            DetectorSettings settings,
            ErrorScale scale,
            double errorDrift,
            BernsteinDetector bernstein,
            Adwin adwin,
            PageHinkley pageHinkley) {
        this.settings = settings;
        this.validationMean = scale.mean();
        this.farAboveValidation = Math.min(errorDrift * scale.mean(), scale.mean() + FAR_DEVIATIONS * scale.sd());
        this.bernstein = bernstein;
        this.pageHinkley = pageHinkley;
        this.detectors = List.of(bernstein, adwin, pageHinkley);
    }

    /**
     * Creates the detectors of a version, and restores each by its name. A detector without a state starts without
     * errors; states of unknown detectors are dropped.
     *
     * @param errorDrift error at drift level, in validation means
     * @param states states of {@link #states}, in any order; empty for new detectors
     */
    public static ErrorDetectors of(
            DetectorSettings settings, ErrorScale scale, double errorDrift, List<DetectorState> states) {
        Map<String, DetectorState> byName =
                states.stream().collect(toMap(DetectorState::getName, state -> state, (first, second) -> second));
        return new ErrorDetectors(
                settings,
                scale,
                errorDrift,
                bernstein(settings, scale, byName.get(Detector.BERNSTEIN.name())),
                adwin(settings, scale, byName.get(Detector.ADWIN.name())),
                pageHinkley(settings, scale, byName.get(Detector.PAGE_HINKLEY.name())));
    }

    private static BernsteinDetector bernstein(
            DetectorSettings settings, ErrorScale scale, @Nullable DetectorState state) {
        return state == null
                ? new BernsteinDetector(settings.bernsteinDelta(), scale.max())
                : new BernsteinDetector(settings.bernsteinDelta(), scale.max(), state);
    }

    private static Adwin adwin(DetectorSettings settings, ErrorScale scale, @Nullable DetectorState state) {
        return state == null
                ? new Adwin(settings.adwinDelta(), scale.max())
                : new Adwin(settings.adwinDelta(), scale.max(), state);
    }

    private static PageHinkley pageHinkley(DetectorSettings settings, ErrorScale scale, @Nullable DetectorState state) {
        double tolerance = settings.pageHinkleyTolerance();
        double threshold = settings.pageHinkleyThreshold();
        return state == null
                ? new PageHinkley(tolerance, threshold, scale.mean(), scale.sd())
                : new PageHinkley(tolerance, threshold, scale.sd(), state);
    }

    /** Adds a block of errors to each detector. */
    public void add(ErrorBlock block) {
        detectors.forEach(
                detector -> detector.add(block.getCount(), block.getSum(), block.getSumOfSquares(), block.getTime()));
    }

    /** Whether the error may have risen lately. */
    public boolean isSuspicious() {
        return pageHinkley.isSuspicious();
    }

    /** Whether enough detectors agree on a relevant rise, or the errors of the version were high from its start. */
    public boolean hasRisen() {
        long alarms = relevantAlarms().count();
        return alarms > 0 && (alarms >= settings.agree() || wasHighFromTheStart());
    }

    /**
     * Whether the errors were far above those of the validation rows from the version's first records on. Then two of
     * the detectors have no lower-error baseline, and Page-Hinkley, which starts at the validation mean, decides alone.
     */
    private boolean wasHighFromTheStart() {
        return pageHinkley.hasAlarm()
                && pageHinkley.baselineRecords() < WindowSplits.BEFORE_MIN
                && pageHinkley.evidence().getAfter() >= farAboveValidation;
    }

    /** Event time of the change in milliseconds, according to the most precise detector with a relevant alarm. */
    public Optional<Long> since() {
        return relevantAlarms().map(ErrorDetector::since).findFirst();
    }

    private Stream<ErrorDetector> relevantAlarms() {
        return detectors.stream()
                .filter(detector -> settings.agree() > 0
                        && detector.hasAlarm()
                        && isRelevant(detector.evidence().getAfter()));
    }

    /**
     * Whether a mean error is so far above the baseline and the validation mean that a rise to it is relevant. The
     * required ratio is smaller if the Bernstein detector has an alarm. The validation mean counts, because the first
     * records of a version are often its training records, whose errors are lower.
     */
    public boolean isRelevant(double error) {
        double rise = bernstein.hasAlarm() ? Math.min(settings.bernsteinRise(), settings.rise()) : settings.rise();
        return error >= rise * Math.max(baselineMean(), validationMean);
    }

    /**
     * Mean error before the rise; the mean of all errors without a rise. The mean of Page-Hinkley includes a rise that
     * Page-Hinkley does not find, so another detector's mean comes first.
     */
    private double baselineMean() {
        if (pageHinkley.hasAlarm()) {
            return pageHinkley.baselineMean();
        }
        return detectors.stream()
                .filter(ErrorDetector::hasAlarm)
                .mapToDouble(detector -> detector.evidence().getBefore())
                .findFirst()
                .orElseGet(pageHinkley::baselineMean);
    }

    /** Clears all alarms, because the error has returned to its earlier level. */
    public void clear() {
        detectors.forEach(ErrorDetector::clear);
    }

    /** Evidence of each detector. */
    public List<DetectorEvidence> evidence() {
        return detectors.stream().map(ErrorDetector::evidence).toList();
    }

    /** State of each detector, under its name. */
    public List<DetectorState> states() {
        return detectors.stream().map(ErrorDetector::state).toList();
    }
}
