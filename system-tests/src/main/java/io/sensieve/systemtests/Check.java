package io.sensieve.systemtests;

/**
 * Holds the result of a check: a count and the count that is expected.
 *
 * @param what name of the count
 * @param found actual count
 * @param wanted expected count, as text
 * @param holds whether the actual count is as expected
 */
record Check(String what, long found, String wanted, boolean holds) {

    /** Expects a count of 0. */
    static Check none(String what, long found) {
        return new Check(what, found, "0", found == 0);
    }

    /** Expects a count of {@code wanted}. */
    static Check exactly(String what, long found, long wanted) {
        return new Check(what, found, Formats.count(wanted), found == wanted);
    }

    /** Expects a count of at least {@code wanted}. */
    static Check atLeast(String what, long found, long wanted) {
        return new Check(what, found, "at least " + Formats.count(wanted), found >= wanted);
    }
}
