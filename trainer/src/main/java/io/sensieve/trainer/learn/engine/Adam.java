package io.sensieve.trainer.learn.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/**
 * Adam (Kingma and Ba, 2015) with the usual decay rates and no weight decay. DJL's own optimizer leaves its moments
 * without an owner; here they belong to the manager of the training. Create it outside any {@code NDScope}.
 */
public final class Adam implements Optimizer {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final float EPSILON = 1e-8f;
    private static final float NO_CLIP = -1;

    private final List<Moments> all = new ArrayList<>();
    private int steps;

    private record Moments(NDArray parameter, NDArray mean, NDArray variance) {}

    public Adam(NDManager manager, List<NDArray> parameters) {
        for (NDArray parameter : parameters) {
            all.add(new Moments(parameter, manager.zeros(parameter.getShape()), manager.zeros(parameter.getShape())));
        }
    }

    /** Takes a step along the gradients that the engine collected, and clears them. */
    @Override
    public void step(double learningRate) {
        List<NDArray> gradients =
                all.stream().map(moments -> moments.parameter().getGradient()).toList();
        step(learningRate, gradients);
        gradients.forEach(gradient -> gradient.muli(0));
    }

    /** Takes a step along gradients, one for each parameter. */
    public void step(double learningRate, List<NDArray> gradients) {
        steps++;
        double correction = Math.sqrt(1 - Math.pow(BETA_2, steps)) / (1 - Math.pow(BETA_1, steps));
        for (int i = 0; i < all.size(); i++) {
            Moments moments = all.get(i);
            moments.parameter()
                    .getNDArrayInternal()
                    .adamUpdate(
                            new NDList(moments.parameter(), gradients.get(i), moments.mean(), moments.variance()),
                            new NDList(moments.parameter()),
                            (float) learningRate,
                            (float) (learningRate * correction),
                            0,
                            1,
                            NO_CLIP,
                            (float) BETA_1,
                            (float) BETA_2,
                            EPSILON,
                            true,
                            false);
        }
    }
}
