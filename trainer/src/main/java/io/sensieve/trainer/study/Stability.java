package io.sensieve.trainer.study;

import java.util.List;
import java.util.Set;

/**
 * How much a choice depends on which rows it was made from.
 *
 * @param selections N, the number of selections
 * @param jaccard mean over the pairs of selections of the channels that both have over those that either has
 * @param kuncheva mean over the pairs of Kuncheva's index (2007): 1 where both are the same, 0 for what chance gives
 * @param times for each of D channels how many of the selections have it
 */
public record Stability(int selections, double jaccard, double kuncheva, List<Integer> times) {
    /** Fewest selections that can be compared. */
    public static final int LEAST = 2;

    public Stability {
        times = List.copyOf(times);
    }

    /**
     * Compares selections of the same size.
     *
     * @param chosen at least two, each of K channels
     * @param channels D
     * @param fixed channels that all have because they are required; they count in no index
     * @param candidates channels that could have been chosen, those of {@code fixed} not among them
     */
    public static Stability of(List<Set<Integer>> chosen, int channels, Set<Integer> fixed, int candidates) {
        if (chosen.size() < LEAST) {
            throw new IllegalArgumentException(chosen.size() + " selections: at least " + LEAST + " can be compared");
        }
        Integer[] times = new Integer[channels];
        for (int c = 0; c < channels; c++) {
            int channel = c;
            times[c] =
                    (int) chosen.stream().filter(one -> one.contains(channel)).count();
        }
        double jaccard = 0;
        double kuncheva = 0;
        int pairs = chosen.size() * (chosen.size() - 1) / 2;
        int free = chosen.get(0).size() - fixed.size();
        for (int a = 0; a < chosen.size(); a++) {
            for (int b = a + 1; b < chosen.size(); b++) {
                int common = common(chosen.get(a), chosen.get(b), fixed);
                jaccard += jaccard(common, free);
                kuncheva += kuncheva(common, free, candidates);
            }
        }
        return new Stability(chosen.size(), jaccard / pairs, kuncheva / pairs, List.of(times));
    }

    private static int common(Set<Integer> a, Set<Integer> b, Set<Integer> fixed) {
        return (int) a.stream().filter(c -> b.contains(c) && !fixed.contains(c)).count();
    }

    private static double jaccard(int common, int size) {
        return size == 0 ? 1 : (double) common / (2 * size - common);
    }

    /** Where chance gives all, there is nothing to be unstable in. */
    private static double kuncheva(int common, int size, int candidates) {
        double byChance = (double) size * size / Math.max(1, candidates);
        return size - byChance > 1e-9 ? (common - byChance) / (size - byChance) : 1;
    }
}
