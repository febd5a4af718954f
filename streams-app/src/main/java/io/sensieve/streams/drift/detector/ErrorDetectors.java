package io.sensieve.streams.drift.detector;

import io.sensieve.DetectorEvidence;
import io.sensieve.streams.state.DetectorState;
import io.sensieve.streams.state.ErrorBlock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The detectors of one layout and version. */
public final class ErrorDetectors {
    private static final double FAR_DEVIATIONS = 3;

    private final DetectorSettings settings;
    private final double validationMean;
    private final double far;
    private final PageHinkley pageHinkley;
    private final List<ErrorDetector> inOrderOfPrecision;

    private ErrorDetectors(
            DetectorSettings settings,
            ErrorScale scale,
            double errorDrift,
            BernsteinDetector bernstein,
            Adwin adwin,
            PageHinkley pageHinkley) {
        this.settings = settings;
        this.validationMean = scale.mean();
        this.far = Math.min(errorDrift * scale.mean(), scale.mean() + FAR_DEVIATIONS * scale.sd());
        this.pageHinkley = pageHinkley;
        this.inOrderOfPrecision = List.of(bernstein, adwin, pageHinkley);
    }

    /**
     * Makes those of a version.
     *
     * @param errorDrift error, in validation means, that is drift
     * @param states those of {@link #states}, or none
     */
    public static ErrorDetectors of(
            DetectorSettings settings, ErrorScale scale, double errorDrift, List<DetectorState> states) {
        if (states.isEmpty()) {
            return new ErrorDetectors(
                    settings,
                    scale,
                    errorDrift,
                    new BernsteinDetector(settings.bernsteinDelta(), scale.max()),
                    new Adwin(settings.adwinDelta(), scale.max()),
                    new PageHinkley(settings.tolerance(), settings.threshold(), scale.mean(), scale.sd()));
        }
        return new ErrorDetectors(
                settings,
                scale,
                errorDrift,
                new BernsteinDetector(settings.bernsteinDelta(), scale.max(), states.get(0)),
                new Adwin(settings.adwinDelta(), scale.max(), states.get(1)),
                new PageHinkley(settings.tolerance(), settings.threshold(), scale.sd(), states.get(2)));
    }

    public void add(ErrorBlock block) {
        inOrderOfPrecision.forEach(
                detector -> detector.add(block.getCount(), block.getSum(), block.getSquares(), block.getTime()));
    }

    /** Whether the error may have risen lately. */
    public boolean suspect() {
        return pageHinkley.suspects();
    }

    /** Whether so many detectors as must agree have found a rise that matters, or the version was never any good. */
    public boolean risen() {
        long found = findings().count();
        return found > 0 && (found >= settings.agree() || wrongFromTheStart());
    }

    /**
     * Where a version's first records are as bad as all that follow, there is no better part of the stream, which two
     * of the detectors look for; the third knows of the validation rows. For it to decide alone the errors must lie far
     * above theirs.
     */
    private boolean wrongFromTheStart() {
        return pageHinkley.drifted()
                && pageHinkley.before() < WindowSplits.BEFORE_MIN
                && pageHinkley.evidence().getAfter() >= far;
    }

    /** Event time of the change, by the detector that finds it most closely. */
    public Optional<Long> since() {
        return findings().map(ErrorDetector::since).findFirst();
    }

    private Stream<ErrorDetector> findings() {
        return inOrderOfPrecision.stream()
                .filter(detector -> settings.agree() > 0
                        && detector.drifted()
                        && matters(detector.evidence().getAfter()));
    }

    /**
     * Whether a mean error is so much higher than is usual, and than that of the validation rows, that a rise to it
     * matters: less where the Bernstein test found one. What is usual may be too good to last: a version's first
     * records are often those that it was trained on.
     */
    public boolean matters(double error) {
        boolean bounded = inOrderOfPrecision.get(0).drifted();
        double rise = bounded ? Math.min(settings.riseOfBernstein(), settings.rise()) : settings.rise();
        return error >= rise * Math.max(usual(), validationMean);
    }

    /**
     * Mean error before the rise that was found; that of all errors where none was. Page-Hinkley's takes in a rise that
     * it does not find.
     */
    private double usual() {
        if (pageHinkley.drifted()) {
            return pageHinkley.mean();
        }
        return inOrderOfPrecision.stream()
                .filter(ErrorDetector::drifted)
                .mapToDouble(detector -> detector.evidence().getBefore())
                .findFirst()
                .orElseGet(pageHinkley::mean);
    }

    /** Forgets the rises, because the error is as it was again. */
    public void clear() {
        inOrderOfPrecision.forEach(ErrorDetector::clear);
    }

    public List<DetectorEvidence> evidence() {
        return inOrderOfPrecision.stream().map(ErrorDetector::evidence).toList();
    }

    public List<DetectorState> states() {
        return inOrderOfPrecision.stream().map(ErrorDetector::state).toList();
    }
}
