package sensieve.trainer.learn;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a selector learns; the defaults are the paper's (section 4), but for the noise and the finish.
 *
 * @param k channels to choose
 * @param epochs passes over the train rows, B in equation 3
 * @param batchSize largest mini-batch; fewer rows make it smaller, see {@link #batchSizeFor}
 * @param learningRate Adam's
 * @param startTemperature T0 in equation 3
 * @param endTemperature TB in equation 3
 * @param noise how often noise is drawn
 * @param hidden units of the decoder's hidden layers, first to last; empty is a linear decoder
 * @param map W of equation 6
 * @param gjsd weight of the divergence between rows, lambda in equation 11; 0 for none
 * @param embedding most columns of the embedding, P in equation 5; D where that is less
 * @param scaling how channels are scaled
 * @param finishEpochs passes that train the decoder alone on the finished selection
 * @param shuffle whether the rows are put in a new order for each epoch
 * @param seed of all that is random
 */
public record TrainSettings(
        int k,
        int epochs,
        int batchSize,
        float learningRate,
        double startTemperature,
        double endTemperature,
        Noise noise,
        List<Integer> hidden,
        LogitMap map,
        float gjsd,
        int embedding,
        ScalingMethod scaling,
        int finishEpochs,
        boolean shuffle,
        long seed) {

    private static final int LEAST_BATCH = 16;
    private static final int LEAST_STEPS = 30;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public TrainSettings {
        hidden = List.copyOf(hidden);
        atLeast("k", 1, k);
        atLeast("epochs", 1, epochs);
        atLeast("batchSize", 1, batchSize);
        atLeast("embedding", 1, embedding);
        atLeast("finishEpochs", 0, finishEpochs);
        hidden.forEach(units -> atLeast("hidden", 1, units));
        if (!(learningRate > 0 && learningRate <= 1)) {
            throw new IllegalArgumentException("learningRate = " + learningRate + ", must be above 0, at most 1");
        }
        if (!(gjsd >= 0 && Float.isFinite(gjsd))) {
            throw new IllegalArgumentException("gjsd = " + gjsd + ", must be at least 0");
        }
        if (!(endTemperature > 0 && endTemperature <= startTemperature && Double.isFinite(startTemperature))) {
            throw new IllegalArgumentException(
                    "temperature from " + startTemperature + " to " + endTemperature + ", must fall and stay above 0");
        }
    }

    /** The defaults for {@code k} channels. */
    public static TrainSettings of(int k) {
        return new TrainSettings(
                k,
                200,
                128,
                1e-3f,
                10,
                0.01,
                Noise.BATCH,
                List.of(200),
                LogitMap.SHARED,
                0,
                1024,
                ScalingMethod.MINMAX,
                20,
                true,
                11);
    }

    /** These with another number of passes. */
    public TrainSettings withEpochs(int epochs) {
        return copy(epochs, noise, map, gjsd, scaling, finishEpochs, seed);
    }

    /** These with other noise. */
    public TrainSettings withNoise(Noise noise) {
        return copy(epochs, noise, map, gjsd, scaling, finishEpochs, seed);
    }

    /** These with another map to the logits. */
    public TrainSettings withMap(LogitMap map) {
        return copy(epochs, noise, map, gjsd, scaling, finishEpochs, seed);
    }

    /** These with another weight of the divergence between rows. */
    public TrainSettings withGjsd(float gjsd) {
        return copy(epochs, noise, map, gjsd, scaling, finishEpochs, seed);
    }

    /** These with another scaling. */
    public TrainSettings withScaling(ScalingMethod scaling) {
        return copy(epochs, noise, map, gjsd, scaling, finishEpochs, seed);
    }

    /** These with another finish. */
    public TrainSettings withFinishEpochs(int finishEpochs) {
        return copy(epochs, noise, map, gjsd, scaling, finishEpochs, seed);
    }

    /** These with another seed. */
    public TrainSettings withSeed(long seed) {
        return copy(epochs, noise, map, gjsd, scaling, finishEpochs, seed);
    }

    /**
     * Rows of a mini-batch: the setting, halved while an epoch would have fewer than 30 steps, but not below 16. The
     * paper takes 128 for thousands of rows and 16 for about a thousand.
     */
    public int batchSizeFor(int rows) {
        int size = batchSize;
        while (size / 2 >= LEAST_BATCH && rows / size < LEAST_STEPS) {
            size /= 2;
        }
        return Math.min(size, rows);
    }

    /** All but the seed, as provenance keeps them. */
    public Map<String, String> asMap() {
        Map<String, String> map = new TreeMap<>();
        map.put("k", Integer.toString(k));
        map.put("epochs", Integer.toString(epochs));
        map.put("batch.size", Integer.toString(batchSize));
        map.put("learning.rate", Float.toString(learningRate));
        map.put("temperature.start", Double.toString(startTemperature));
        map.put("temperature.end", Double.toString(endTemperature));
        map.put("noise", noise.label());
        map.put("hidden", hidden.toString());
        map.put("map", this.map.label());
        map.put("gjsd", Float.toString(gjsd));
        map.put("embedding", Integer.toString(embedding));
        map.put("scaling", scaling.label());
        map.put("finish.epochs", Integer.toString(finishEpochs));
        map.put("shuffle", Boolean.toString(shuffle));
        return map;
    }

    private TrainSettings copy(
            int epochs, Noise noise, LogitMap map, float gjsd, ScalingMethod scaling, int finishEpochs, long seed) {
        return new TrainSettings(
                k,
                epochs,
                batchSize,
                learningRate,
                startTemperature,
                endTemperature,
                noise,
                hidden,
                map,
                gjsd,
                embedding,
                scaling,
                finishEpochs,
                shuffle,
                seed);
    }

    private static void atLeast(String name, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " = " + value + ", must be at least " + least);
        }
    }
}
