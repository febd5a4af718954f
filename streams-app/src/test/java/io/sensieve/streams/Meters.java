package io.sensieve.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.sensieve.streams.testing.SensieveTestDriver;

/** What the app's meters show. */
final class Meters {
    private Meters() {}

    /** 0 where there is no such counter. */
    static double count(SensieveTestDriver driver, String name, String... tags) {
        Counter counter = driver.meters().find(name).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    /** NaN where there is no such gauge. */
    static double gauge(SensieveTestDriver driver, String name, String... tags) {
        Gauge gauge = driver.meters().find(name).tags(tags).gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }
}
