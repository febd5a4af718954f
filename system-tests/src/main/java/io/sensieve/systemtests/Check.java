package io.sensieve.systemtests;

/**
 * A line of the report that must hold.
 *
 * @param what is counted
 * @param found how many there were
 * @param wanted how many there must be, in words
 */
record Check(String what, long found, String wanted, boolean holds) {

    /** There must be none. */
    static Check none(String what, long found) {
        return new Check(what, found, "0", found == 0);
    }

    /** There must be as many as {@code wanted}. */
    static Check exactly(String what, long found, long wanted) {
        return new Check(what, found, Formats.count(wanted), found == wanted);
    }

    /** There must be {@code wanted} or more. */
    static Check atLeast(String what, long found, long wanted) {
        return new Check(what, found, "at least " + Formats.count(wanted), found >= wanted);
    }
}
