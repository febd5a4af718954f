package io.sensieve.systemtests.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Loopback ports that stay free while the process behind them is down: below the range that systems take outgoing
 * connections from, so that no client that tries to connect again occupies the port it tries to reach.
 */
final class Ports {
    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;

    private Ports() {}

    /** Different ports that nothing listens on. */
    static List<Integer> free(int count) {
        List<Integer> ports = new ArrayList<>();
        Random random = new Random();
        while (ports.size() < count) {
            int port = FIRST + random.nextInt(COUNT);
            if (!ports.contains(port) && isFree(port)) {
                ports.add(port);
            }
        }
        return ports;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
