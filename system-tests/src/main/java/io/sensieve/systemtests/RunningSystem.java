package io.sensieve.systemtests;

import io.sensieve.systemtests.check.OutputReader;
import io.sensieve.systemtests.check.PartitionProgress;
import io.sensieve.systemtests.cluster.AppProcesses;
import io.sensieve.systemtests.cluster.BrokerProcesses;
import io.sensieve.systemtests.load.Devices;
import io.sensieve.systemtests.load.VersionPublisher;

/** Holds the parts of the system under test, so that a {@link Disruption} can act on them. */
record RunningSystem(
        BrokerProcesses brokers,
        AppProcesses apps,
        Devices devices,
        VersionPublisher trainer,
        OutputReader reader,
        PartitionProgress flow,
        EventLog events) {

    /** Throws an exception if a thread of the test itself has failed. */
    void throwFailure() {
        reader.throwFailure();
        devices.throwFailure();
        trainer.throwFailure();
    }
}
