package io.sensieve.systemtests.cluster;

import io.sensieve.standalone.broker.EmbeddedBroker;
import io.sensieve.standalone.broker.EmbeddedBroker.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A node of a cluster as a process of its own, so that it can be killed; its threads keep the process alive. */
final class BrokerMain {
    private BrokerMain() {}

    /**
     * Starts it.
     *
     * @param arguments folder, cluster id, number of this node from 0, then broker and controller port of each node
     */
    public static void main(String[] arguments) {
        List<Node> cluster = new ArrayList<>();
        for (int i = 3; i < arguments.length; i += 2) {
            cluster.add(
                    new Node(cluster.size() + 1, Integer.parseInt(arguments[i]), Integer.parseInt(arguments[i + 1])));
        }
        EmbeddedBroker.start(Path.of(arguments[0]), arguments[1], cluster.get(Integer.parseInt(arguments[2])), cluster);
    }

    /** What {@link #main} takes for a node. */
    static List<String> arguments(Path folder, String clusterId, int number, List<Node> cluster) {
        List<String> arguments = new ArrayList<>(List.of(folder.toString(), clusterId, Integer.toString(number)));
        cluster.forEach(node -> {
            arguments.add(Integer.toString(node.brokerPort()));
            arguments.add(Integer.toString(node.controllerPort()));
        });
        return arguments;
    }
}
