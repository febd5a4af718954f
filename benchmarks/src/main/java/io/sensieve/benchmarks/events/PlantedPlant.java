package io.sensieve.benchmarks.events;

import io.sensieve.service.SettingException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Generates channels that are linear mixtures of a few hidden sources, plus noise of {@value #NOISE} of each channel's
 * standard deviation. Each source is a Gaussian AR(1) process of variance 1.
 */
final class PlantedPlant implements EventStream {
    private static final Pattern NAME = Pattern.compile("d([1-9]\\d{1,4})-(?:iid|ar(\\d\\d))");
    private static final double PERCENT = 100;
    private static final int FEWEST_SOURCES = 4;
    private static final int SOME_CHANNELS = 50;
    private static final int MANY_CHANNELS = 300;
    private static final double NOISE = 0.02;
    private static final float LARGEST_MEAN = 10;

    private final float[][] mixing;
    private final float[] mean;
    private final double autocorrelation;

    /**
     * Draws the mixing and the means.
     *
     * @param d number of channels
     * @param sources number of sources, which is also the number of channels to select
     * @param autocorrelation of each source at lag 1; 0 for independent records
     * @param seed random seed of mixing and means
     */
    PlantedPlant(int d, int sources, double autocorrelation, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        this.autocorrelation = autocorrelation;
        mixing = new float[d][sources];
        mean = new float[d];
        for (int c = 0; c < d; c++) {
            mean[c] = LARGEST_MEAN * (float) random.nextDouble();
            for (int s = 0; s < sources; s++) {
                mixing[c][s] = (float) random.nextGaussian();
            }
        }
    }

    /**
     * Creates a plant from its name: {@code d}, the number of channels, and {@code -iid} or {@code -ar} with the
     * autocorrelation in percent.
     *
     * @throws SettingException if the name is invalid
     */
    static PlantedPlant of(String name, long seed) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new SettingException(
                    "Invalid value " + name
                            + " for --plants: must be d, a number of channels, and -iid or -ar with two digits, for example d60-ar90");
        }
        int d = Integer.parseInt(matcher.group(1));
        String percent = matcher.group(2);
        return new PlantedPlant(d, sources(d), percent == null ? 0 : Integer.parseInt(percent) / PERCENT, seed);
    }

    private static int sources(int d) {
        if (d >= MANY_CHANNELS) {
            return 4 * FEWEST_SOURCES;
        }
        return d >= SOME_CHANNELS ? 2 * FEWEST_SOURCES : FEWEST_SOURCES;
    }

    @Override
    public List<String> channelNames() {
        return IntStream.range(0, mean.length).mapToObj(c -> "s" + c).toList();
    }

    @Override
    public int k() {
        return mixing[0].length;
    }

    @Override
    public Supplier<float[]> open(Use use, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] sources = new double[k()];
        for (int s = 0; s < sources.length; s++) {
            sources[s] = random.nextGaussian();
        }
        double innovation = Math.sqrt(1 - autocorrelation * autocorrelation);
        return () -> {
            for (int s = 0; s < sources.length; s++) {
                sources[s] = autocorrelation * sources[s] + innovation * random.nextGaussian();
            }
            return row(sources, random);
        };
    }

    private float[] row(double[] sources, SplittableRandom random) {
        float[] row = new float[mean.length];
        for (int c = 0; c < row.length; c++) {
            double sum = 0;
            double variance = 0;
            for (int s = 0; s < sources.length; s++) {
                sum += mixing[c][s] * sources[s];
                variance += mixing[c][s] * mixing[c][s];
            }
            row[c] = (float) (mean[c] + sum + NOISE * Math.sqrt(variance) * random.nextGaussian());
        }
        return row;
    }

    @Override
    public float[] direction(SplittableRandom random) {
        float[] direction = new float[mean.length];
        for (int s = 0; s < k(); s++) {
            float weight = (float) random.nextGaussian();
            for (int c = 0; c < direction.length; c++) {
                direction[c] += weight * mixing[c][s];
            }
        }
        return direction;
    }
}
