package io.sensieve.benchmarks.streams;

import io.sensieve.benchmarks.common.Sample;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/** What publications of new versions did to a flow of records. Times are wall-clock milliseconds. */
final class VersionSwitches {
    /** For so long before each publication nothing is published. */
    static final long QUIET_MS = 1_000;

    private final List<Publication> publications;
    /** By version. */
    private final Map<Integer, List<Long>> appends = new HashMap<>();

    private final List<Gap> gaps;

    /**
     * A version's publication.
     *
     * @param began when its transaction began
     * @param committed when its commit had returned
     */
    record Publication(int version, long began, long committed) {}

    /** Two outputs of a partition that follow each other. */
    private record Gap(long from, long to) {}

    /**
     * Takes what came out.
     *
     * @param outputs in the order in which the inputs were sent; timestamps are those of appending
     * @throws IllegalStateException if a version comes after a newer one in its partition, or made nothing
     */
    VersionSwitches(List<Publication> publications, List<OutputObserver.Seen> outputs) {
        this.publications = List.copyOf(publications);
        Map<Integer, Integer> newest = new HashMap<>();
        Map<Integer, List<Long>> partitions = new HashMap<>();
        for (OutputObserver.Seen output : outputs) {
            int before = newest.merge(output.partition(), output.version(), Math::max);
            if (before > output.version()) {
                throw new IllegalStateException("version " + output.version() + " has made a record after version "
                        + before + " in partition " + output.partition());
            }
            appends.computeIfAbsent(output.version(), v -> new ArrayList<>()).add(output.millis());
            partitions
                    .computeIfAbsent(output.partition(), p -> new ArrayList<>())
                    .add(output.millis());
        }
        for (Publication publication : publications) {
            for (int version : new int[] {publication.version() - 1, publication.version()}) {
                if (!appends.containsKey(version)) {
                    throw new IllegalStateException("version " + version + " has made no record");
                }
            }
        }
        gaps = gaps(partitions.values());
    }

    /** From the commit's return to the first output of the version; a little below 0 where the app was quicker. */
    Sample untilFirstNew() {
        return each(publication -> appends(publication.version()).min().orElseThrow() - publication.committed());
    }

    /** From the commit's return to the last output of the version before, after which the switch is complete. */
    Sample untilLastOld() {
        return each(publication -> appends(publication.version() - 1).max().orElseThrow() - publication.committed());
    }

    /**
     * For each publication the longest time between two outputs of a partition, from its beginning to the quiet second
     * before the next one.
     */
    Sample gapsAround() {
        return longestGaps(
                (publication, gap) -> gap.to() >= publication.began() && !quiet(gap) && gap.to() < next(publication));
    }

    /** The same in the quiet second before each publication, in which nothing is published. */
    Sample gapsBefore() {
        return longestGaps(VersionSwitches::quietBefore);
    }

    private boolean quiet(Gap gap) {
        return publications.stream().anyMatch(publication -> quietBefore(publication, gap));
    }

    private static boolean quietBefore(Publication publication, Gap gap) {
        return gap.from() >= publication.began() - QUIET_MS && gap.to() < publication.began();
    }

    private long next(Publication publication) {
        return publications.stream()
                .mapToLong(Publication::began)
                .filter(began -> began > publication.began())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private Sample longestGaps(BiPredicate<Publication, Gap> counts) {
        return each(publication -> gaps.stream()
                .filter(gap -> counts.test(publication, gap))
                .mapToLong(gap -> gap.to() - gap.from())
                .max()
                .orElse(0));
    }

    private Sample each(ToLongFunction<Publication> figure) {
        return new Sample(publications.stream()
                .map(publication -> (double) figure.applyAsLong(publication))
                .toList());
    }

    private LongStream appends(int version) {
        return appends.getOrDefault(version, List.of()).stream().mapToLong(Long::longValue);
    }

    private static List<Gap> gaps(Collection<List<Long>> partitions) {
        List<Gap> gaps = new ArrayList<>();
        for (List<Long> appends : partitions) {
            appends.sort(null);
            for (int i = 1; i < appends.size(); i++) {
                if (appends.get(i) > appends.get(i - 1)) {
                    gaps.add(new Gap(appends.get(i - 1), appends.get(i)));
                }
            }
        }
        return gaps;
    }
}
