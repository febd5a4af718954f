package io.sensieve.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.sensieve.streams.testing.SensieveTestDriver;

/** Reads the app's meters. */
final class Meters {
    private Meters() {}

    /** Returns the count; 0 if the counter does not exist. */
    static double count(SensieveTestDriver driver, String name, String... tags) {
        Counter counter = driver.meters().find(name).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    /** Returns the value; NaN if the gauge does not exist. */
    static double gauge(SensieveTestDriver driver, String name, String... tags) {
        Gauge gauge = driver.meters().find(name).tags(tags).gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }
}
