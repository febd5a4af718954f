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

/** Computes how the publication of versions affects a flow of records. Times are wall-clock milliseconds. */
final class VersionSwitches {
    /** Time before each publication in which no other publication happens. */
    static final long QUIET_MS = 1_000;

    private final List<Publication> publications;
    /** Append times of the outputs of each version. */
    private final Map<Integer, List<Long>> appends = new HashMap<>();

    private final List<Gap> gaps;

    /**
     * The publication of a version.
     *
     * @param version version of the selection
     * @param began begin of the transaction
     * @param committed return of the commit
     */
    record Publication(int version, long began, long committed) {}

    /** Time between two consecutive outputs of a partition. */
    private record Gap(long from, long to) {}

    /**
     * Analyses the outputs.
     *
     * @param publications publications in ascending order of versions
     * @param outputs outputs in the order of their inputs, with the time of their append
     * @throws IllegalStateException if a version follows a newer one in a partition or has no output
     */
    VersionSwitches(List<Publication> publications, List<OutputObserver.Seen> outputs) {
        this.publications = List.copyOf(publications);
        Map<Integer, Integer> newest = new HashMap<>();
        Map<Integer, List<Long>> partitions = new HashMap<>();
        for (OutputObserver.Seen output : outputs) {
            int before = newest.merge(output.partition(), output.version(), Math::max);
            if (before > output.version()) {
                throw new IllegalStateException("version " + output.version() + " has projected a record after version "
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
                    throw new IllegalStateException("version " + version + " has projected no record");
                }
            }
        }
        gaps = gaps(partitions.values());
    }

    /**
     * Time from the return of the commit to the first output of the version; slightly negative if the app is faster.
     */
    Sample untilFirstNew() {
        return each(publication -> appends(publication.version()).min().orElseThrow() - publication.committed());
    }

    /** Time from the return of the commit to the last output of the previous version, which completes the switch. */
    Sample untilLastOld() {
        return each(publication -> appends(publication.version() - 1).max().orElseThrow() - publication.committed());
    }

    /**
     * Longest time between two outputs of a partition for each publication, from its begin to the quiet second before
     * the next publication.
     */
    Sample gapsAround() {
        return longestGaps(
                (publication, gap) -> gap.to() >= publication.began() && !quiet(gap) && gap.to() < next(publication));
    }

    /** Longest time between two outputs of a partition in the quiet second before each publication. */
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
