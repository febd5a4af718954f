package io.sensieve.systemtests.cluster;

import io.sensieve.standalone.broker.EmbeddedBroker;
import io.sensieve.standalone.broker.EmbeddedBroker.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Main class of the process of a broker; the threads of the broker keep the process alive. */
final class BrokerMain {
    private BrokerMain() {}

    /**
     * Starts the broker.
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

    /** Arguments of {@link #main} for a node. */
    static List<String> arguments(Path folder, String clusterId, int number, List<Node> cluster) {
        List<String> arguments = new ArrayList<>(List.of(folder.toString(), clusterId, Integer.toString(number)));
        cluster.forEach(node -> {
            arguments.add(Integer.toString(node.brokerPort()));
            arguments.add(Integer.toString(node.controllerPort()));
        });
        return arguments;
    }
}
