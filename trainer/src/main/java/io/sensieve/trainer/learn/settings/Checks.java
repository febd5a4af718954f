package io.sensieve.trainer.learn.settings;

/** Checks numbers of settings; messages name the setting and the value. */
final class Checks {
    private Checks() {}

    static void atLeast(String name, int min, int value) {
        if (value < min) {
            throw new IllegalArgumentException(name + " = " + value + ", must be at least " + min);
        }
    }

    static void learningRate(String name, float value) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " = " + value + ", must be above 0, at most 1");
        }
    }

    static void share(String name, float value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " = " + value + ", must be at least 0, below 1");
        }
    }

    static void notNegative(String name, float value) {
        if (!(value >= 0 && Float.isFinite(value))) {
            throw new IllegalArgumentException(name + " = " + value + ", must be at least 0");
        }
    }
}
