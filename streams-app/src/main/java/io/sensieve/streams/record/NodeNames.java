package io.sensieve.streams.record;

/** Names of the topology nodes on the path of a record: processors forward to them by name. */
public final class NodeNames {
    public static final String READ = "read-records";
    public static final String PROJECT = "project-records";
    public static final String RECONSTRUCT = "reconstruct-records";
    public static final String MEASURE = "measure-drift";
    public static final String REDUCED = "egress-reduced";
    public static final String RECONSTRUCTIONS = "egress-reconstructions";
    public static final String DEAD_LETTERS = "egress-dead-letters";

    private NodeNames() {}
}
