package io.sensieve.trainer.study;

import java.util.List;
import java.util.Set;

/**
 * Measures how much a selection depends on the rows that it is made from.
 *
 * @param selections number of selections
 * @param jaccard mean Jaccard index over the pairs of selections: common channels over all channels of the pair
 * @param kuncheva mean Kuncheva index (2007) over the pairs: 1 for equal selections, 0 for chance
 * @param times for each of D channels the number of selections with it
 */
public record Stability(int selections, double jaccard, double kuncheva, List<Integer> times) {
    /** Smallest number of selections. */
    public static final int LEAST = 2;

    public Stability {
        times = List.copyOf(times);
    }

    /**
     * Compares selections of the same size.
     *
     * @param selected at least two selections of K channels
     * @param channels D
     * @param fixed required channels, which all selections have; they count in no index
     * @param candidates number of channels to select from, without {@code fixed}
     */
    public static Stability of(List<Set<Integer>> selected, int channels, Set<Integer> fixed, int candidates) {
        if (selected.size() < LEAST) {
            throw new IllegalArgumentException(selected.size() + " selections: at least " + LEAST + " can be compared");
        }
        Integer[] times = new Integer[channels];
        for (int c = 0; c < channels; c++) {
            int channel = c;
            times[c] =
                    (int) selected.stream().filter(one -> one.contains(channel)).count();
        }
        double jaccard = 0;
        double kuncheva = 0;
        int pairs = selected.size() * (selected.size() - 1) / 2;
        int free = selected.get(0).size() - fixed.size();
        for (int a = 0; a < selected.size(); a++) {
            for (int b = a + 1; b < selected.size(); b++) {
                int common = common(selected.get(a), selected.get(b), fixed);
                jaccard += jaccard(common, free);
                kuncheva += kuncheva(common, free, candidates);
            }
        }
        return new Stability(selected.size(), jaccard / pairs, kuncheva / pairs, List.of(times));
    }

    private static int common(Set<Integer> a, Set<Integer> b, Set<Integer> fixed) {
        return (int) a.stream().filter(c -> b.contains(c) && !fixed.contains(c)).count();
    }

    private static double jaccard(int common, int size) {
        return size == 0 ? 1 : (double) common / (2 * size - common);
    }

    /** 1 where chance alone gives equal selections. */
    private static double kuncheva(int common, int size, int candidates) {
        double byChance = (double) size * size / Math.max(1, candidates);
        return size - byChance > 1e-9 ? (common - byChance) / (size - byChance) : 1;
    }
}
