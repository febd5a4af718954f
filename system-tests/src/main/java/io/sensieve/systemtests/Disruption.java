package io.sensieve.systemtests;

import java.util.List;
import java.util.Map;

/** What is done to the system while records flow. */
interface Disruption {
    /** For the report's title. */
    String title();

    /** Settings of the app that it needs; {@code %d} in a value is the instance's number. */
    Map<String, String> appSettings();

    /** Does it; when it returns, all brokers and instances have been started again. */
    List<Check> run(RunningSystem system) throws InterruptedException;
}
