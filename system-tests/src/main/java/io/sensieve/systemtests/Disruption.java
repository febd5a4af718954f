package io.sensieve.systemtests;

import java.util.List;
import java.util.Map;

/** Disturbs the system while records flow. */
interface Disruption {
    /** Description for the title of the report. */
    String title();

    /** Settings of the app for this disruption; {@code %d} in a value becomes the number of the instance. */
    Map<String, String> appSettings();

    /** Disturbs the system and returns the checks of the recovery; all brokers and instances have been restarted. */
    List<Check> run(RunningSystem system) throws InterruptedException;
}
