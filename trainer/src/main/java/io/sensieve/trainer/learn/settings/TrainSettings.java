package io.sensieve.trainer.learn.settings;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * How a selector learns. {@link #of} gives what measured best, {@link #paper} what the paper states.
 *
 * @param task what the chosen channels are to serve
 * @param k channels to choose
 * @param epochs passes over the train rows while channels are searched for, B in equation 3
 * @param batchSize largest mini-batch; fewer rows make it smaller, see {@link #batchSizeFor}
 * @param learningRate Adam's, while channels are searched for
 * @param startTemperature T0 in equation 3
 * @param endTemperature TB in equation 3
 * @param noise how often noise is drawn
 * @param map W of equation 6
 * @param bias whether equation 6 has its b
 * @param embedding most columns of the embedding, P in equation 5; D where that is less
 * @param lambda how long stochastic gates keep one lambda
 * @param gjsd weight of the divergence between rows, lambda in equation 11; 0 for none
 * @param hidden units of the decoder's hidden layers, first to last; empty is a linear decoder
 * @param norm whether hidden layers are normalised, with LeakyReLU (section 4); else they are ReLU alone (section 4.4)
 * @param skip whether the decoder adds a linear map of its inputs, which starts at the ridge solution
 * @param dropout share of the hidden units that a training step leaves out, while the decoder is finished
 * @param sensorDropout chance of each chosen channel to be missing from a record while the decoder is finished, so that
 *     it serves with a dead sensor
 * @param finishEpochs passes that train the decoder alone on the finished selection; with 0 a search keeps the decoder
 *     that it found, and a method that finds none trains one for half of {@code epochs} at {@code learningRate}
 *     (section 4.4)
 * @param finishRate Adam's rate at the start of the finish; it falls to 0 along a half cosine
 * @param scaling how channels are scaled
 * @param price what a channel's cost weighs against what it tells; 0 for nothing
 * @param budget most that the chosen channels may cost together
 * @param shuffle whether the rows are put in a new order for each epoch
 * @param compute where to train
 * @param seed of all that is random
 */
public record TrainSettings(
        Task task,
        int k,
        int epochs,
        int batchSize,
        float learningRate,
        double startTemperature,
        double endTemperature,
        NoiseSharing noise,
        LogitTransform map,
        boolean bias,
        int embedding,
        float gjsd,
        LambdaSchedule lambda,
        List<Integer> hidden,
        boolean norm,
        boolean skip,
        float dropout,
        float sensorDropout,
        int finishEpochs,
        float finishRate,
        ScalingMethod scaling,
        float price,
        double budget,
        boolean shuffle,
        ComputeDevice compute,
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
        atLeast("batch.size", 1, batchSize);
        atLeast("embedding", 1, embedding);
        atLeast("decoder.epochs", 0, finishEpochs);
        hidden.forEach(units -> atLeast("hidden", 1, units));
        rate("learning.rate", learningRate);
        rate("decoder.rate", finishRate);
        share("dropout", dropout);
        share("sensor.dropout", sensorDropout);
        notNegative("gjsd", gjsd);
        notNegative("price", price);
        if (!(budget > 0)) {
            throw new IllegalArgumentException("budget = " + budget + ", must be above 0");
        }
        if (!(endTemperature > 0 && endTemperature <= startTemperature && Double.isFinite(startTemperature))) {
            throw new IllegalArgumentException("temperature.end = " + endTemperature
                    + ", must be above 0 and at most temperature.start = " + startTemperature);
        }
    }

    /** The defaults for {@code k} channels: those that measured best on unseen rows. */
    public static TrainSettings of(int k) {
        return new TrainSettings(
                Task.RECONSTRUCTION,
                k,
                200,
                128,
                1e-3f,
                10,
                0.01,
                NoiseSharing.BATCH,
                LogitTransform.SHARED,
                true,
                1024,
                0,
                LambdaSchedule.STEP,
                List.of(200),
                true,
                true,
                0.1f,
                0,
                80,
                5e-3f,
                ScalingMethod.MINMAX,
                0,
                Double.POSITIVE_INFINITY,
                true,
                ComputeDevice.AUTO,
                11);
    }

    /** The paper's numbers for IP-CAE and {@code k} channels (section 4 and appendix A). */
    public static TrainSettings paper(int k) {
        return of(k).with(settings -> settings.noise(NoiseSharing.RECORD)
                .embedding(Integer.MAX_VALUE)
                .lambda(LambdaSchedule.TRAINING)
                .skip(false)
                .dropout(0)
                .finishEpochs(0)
                .finishRate(3e-3f)
                .shuffle(false));
    }

    /** These with the changes that are made to a copy. */
    public TrainSettings with(UnaryOperator<Builder> changes) {
        return changes.apply(new Builder(this)).build();
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

    /** All but the seed, as provenance keeps them; the names are those of the settings {@code train.*}. */
    public Map<String, String> asMap() {
        Map<String, String> all = new TreeMap<>();
        all.put("task", task.label());
        all.put("k", Integer.toString(k));
        all.put("epochs", Integer.toString(epochs));
        all.put("batch.size", Integer.toString(batchSize));
        all.put("learning.rate", Float.toString(learningRate));
        all.put("temperature.start", Double.toString(startTemperature));
        all.put("temperature.end", Double.toString(endTemperature));
        all.put("noise", noise.label());
        all.put("transform", map.label());
        all.put("bias", Boolean.toString(bias));
        all.put("embedding", Integer.toString(embedding));
        all.put("gjsd", Float.toString(gjsd));
        all.put("lambda", lambda.label());
        all.put("norm", Boolean.toString(norm));
        all.put("hidden", hidden.stream().map(String::valueOf).collect(Collectors.joining(",")));
        all.put("skip", Boolean.toString(skip));
        all.put("dropout", Float.toString(dropout));
        all.put("sensor.dropout", Float.toString(sensorDropout));
        all.put("decoder.epochs", Integer.toString(finishEpochs));
        all.put("decoder.rate", Float.toString(finishRate));
        all.put("scaling", scaling.label());
        all.put("price", Float.toString(price));
        all.put("budget", Double.toString(budget));
        all.put("shuffle", Boolean.toString(shuffle));
        all.put("device", compute.label());
        return all;
    }

    private static void atLeast(String name, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " = " + value + ", must be at least " + least);
        }
    }

    private static void rate(String name, float value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " = " + value + ", must be above 0, at most 1");
        }
    }

    private static void share(String name, float value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " = " + value + ", must be at least 0, below 1");
        }
    }

    private static void notNegative(String name, float value) {
        if (!(value >= 0 && Float.isFinite(value))) {
            throw new IllegalArgumentException(name + " = " + value + ", must be at least 0");
        }
    }

    /** A copy that can be changed; each method sets the component of its name. */
    public static final class Builder {
        private Task task;
        private int k;
        private int epochs;
        private int batchSize;
        private float learningRate;
        private double startTemperature;
        private double endTemperature;
        private NoiseSharing noise;
        private LogitTransform map;
        private boolean bias;
        private int embedding;
        private float gjsd;
        private LambdaSchedule lambda;
        private List<Integer> hidden;
        private boolean norm;
        private boolean skip;
        private float dropout;
        private float sensorDropout;
        private int finishEpochs;
        private float finishRate;
        private ScalingMethod scaling;
        private float price;
        private double budget;
        private boolean shuffle;
        private ComputeDevice compute;
        private long seed;

        private Builder(TrainSettings from) {
            this.task = from.task;
            this.k = from.k;
            this.epochs = from.epochs;
            this.batchSize = from.batchSize;
            this.learningRate = from.learningRate;
            this.startTemperature = from.startTemperature;
            this.endTemperature = from.endTemperature;
            this.noise = from.noise;
            this.map = from.map;
            this.bias = from.bias;
            this.embedding = from.embedding;
            this.gjsd = from.gjsd;
            this.lambda = from.lambda;
            this.hidden = from.hidden;
            this.norm = from.norm;
            this.skip = from.skip;
            this.dropout = from.dropout;
            this.sensorDropout = from.sensorDropout;
            this.finishEpochs = from.finishEpochs;
            this.finishRate = from.finishRate;
            this.scaling = from.scaling;
            this.price = from.price;
            this.budget = from.budget;
            this.shuffle = from.shuffle;
            this.compute = from.compute;
            this.seed = from.seed;
        }

        /** Sets {@link TrainSettings#task}. */
        public Builder task(Task value) {
            task = value;
            return this;
        }

        /** Sets {@link TrainSettings#k}. */
        public Builder k(int value) {
            k = value;
            return this;
        }

        /** Sets {@link TrainSettings#epochs}. */
        public Builder epochs(int value) {
            epochs = value;
            return this;
        }

        /** Sets {@link TrainSettings#batchSize}. */
        public Builder batchSize(int value) {
            batchSize = value;
            return this;
        }

        /** Sets {@link TrainSettings#learningRate}. */
        public Builder learningRate(float value) {
            learningRate = value;
            return this;
        }

        /** Sets {@link TrainSettings#startTemperature}. */
        public Builder startTemperature(double value) {
            startTemperature = value;
            return this;
        }

        /** Sets {@link TrainSettings#endTemperature}. */
        public Builder endTemperature(double value) {
            endTemperature = value;
            return this;
        }

        /** Sets {@link TrainSettings#noise}. */
        public Builder noise(NoiseSharing value) {
            noise = value;
            return this;
        }

        /** Sets {@link TrainSettings#map}. */
        public Builder map(LogitTransform value) {
            map = value;
            return this;
        }

        /** Sets {@link TrainSettings#bias}. */
        public Builder bias(boolean value) {
            bias = value;
            return this;
        }

        /** Sets {@link TrainSettings#embedding}. */
        public Builder embedding(int value) {
            embedding = value;
            return this;
        }

        /** Sets {@link TrainSettings#gjsd}. */
        public Builder gjsd(float value) {
            gjsd = value;
            return this;
        }

        /** Sets {@link TrainSettings#lambda}. */
        public Builder lambda(LambdaSchedule value) {
            lambda = value;
            return this;
        }

        /** Sets {@link TrainSettings#norm}. */
        public Builder norm(boolean value) {
            norm = value;
            return this;
        }

        /** Sets {@link TrainSettings#hidden}. */
        public Builder hidden(List<Integer> value) {
            hidden = value;
            return this;
        }

        /** Sets {@link TrainSettings#skip}. */
        public Builder skip(boolean value) {
            skip = value;
            return this;
        }

        /** Sets {@link TrainSettings#dropout}. */
        public Builder dropout(float value) {
            dropout = value;
            return this;
        }

        /** Sets {@link TrainSettings#sensorDropout}. */
        public Builder sensorDropout(float value) {
            sensorDropout = value;
            return this;
        }

        /** Sets {@link TrainSettings#finishEpochs}. */
        public Builder finishEpochs(int value) {
            finishEpochs = value;
            return this;
        }

        /** Sets {@link TrainSettings#finishRate}. */
        public Builder finishRate(float value) {
            finishRate = value;
            return this;
        }

        /** Sets {@link TrainSettings#scaling}. */
        public Builder scaling(ScalingMethod value) {
            scaling = value;
            return this;
        }

        /** Sets {@link TrainSettings#price}. */
        public Builder price(float value) {
            price = value;
            return this;
        }

        /** Sets {@link TrainSettings#budget}. */
        public Builder budget(double value) {
            budget = value;
            return this;
        }

        /** Sets {@link TrainSettings#shuffle}. */
        public Builder shuffle(boolean value) {
            shuffle = value;
            return this;
        }

        /** Sets {@link TrainSettings#compute}. */
        public Builder compute(ComputeDevice value) {
            compute = value;
            return this;
        }

        /** Sets {@link TrainSettings#seed}. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        private TrainSettings build() {
            return new TrainSettings(
                    task,
                    k,
                    epochs,
                    batchSize,
                    learningRate,
                    startTemperature,
                    endTemperature,
                    noise,
                    map,
                    bias,
                    embedding,
                    gjsd,
                    lambda,
                    hidden,
                    norm,
                    skip,
                    dropout,
                    sensorDropout,
                    finishEpochs,
                    finishRate,
                    scaling,
                    price,
                    budget,
                    shuffle,
                    compute,
                    seed);
        }
    }
}
