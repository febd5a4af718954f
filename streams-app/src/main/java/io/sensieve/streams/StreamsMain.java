package io.sensieve.streams;

import io.sensieve.service.Logging;
import io.sensieve.service.ServiceRunner;

/** Main class of the streams service. */
public final class StreamsMain {
    private StreamsMain() {}

    /** Creates the runner of the service process. */
    public static ServiceRunner runner() {
        return new ServiceRunner("streams", StreamsSettings.definition(), StreamsService::create);
    }

    public static void main(String[] arguments) {
        Logging.configure();
        System.exit(runner().run(arguments, System.getenv(), System.out, System.err));
    }
}
