package io.sensieve.systemtests;

import io.sensieve.systemtests.check.OutputReader;
import io.sensieve.systemtests.check.PartitionProgress;
import io.sensieve.systemtests.cluster.AppProcesses;
import io.sensieve.systemtests.cluster.BrokerProcesses;
import io.sensieve.systemtests.load.Devices;

/**
 * A running system that things can be done to.
 *
 * @param reader whose thread may have failed
 */
record Stage(
        BrokerProcesses brokers,
        AppProcesses apps,
        Devices devices,
        OutputReader reader,
        PartitionProgress flow,
        Chronicle chronicle) {

    /** Throws what a part of the test itself has met, if anything. */
    void check() {
        reader.check();
        devices.throwFailure();
    }
}
