package io.sensieve.benchmarks.events;

import java.util.Locale;
import java.util.function.Function;

/** Kinds of events that are planted. */
enum EventKind {
    NONE(ProcessEvents::none),
    SETPOINT(ProcessEvents::setPoint),
    OFFSET_ONE(setting -> ProcessEvents.offset(setting, setting.any()).naming(setting.any())),
    OFFSET_SEVERAL(setting -> ProcessEvents.offset(setting, setting.several()).naming(setting.several())),
    OFFSET_ALL(setting -> ProcessEvents.offset(setting, setting.all())),
    SCALE_ONE(setting -> ProcessEvents.scale(setting, setting.any()).naming(setting.any())),
    SCALE_SEVERAL(setting -> ProcessEvents.scale(setting, setting.several()).naming(setting.several())),
    SCALE_ALL(setting -> ProcessEvents.scale(setting, setting.all())),
    UNIT_ONE(setting -> ProcessEvents.unit(setting, setting.any()).naming(setting.any())),
    UNIT_SEVERAL(setting -> ProcessEvents.unit(setting, setting.several()).naming(setting.several())),
    UNIT_ALL(setting -> ProcessEvents.unit(setting, setting.all())),
    MACHINE_OFF(ProcessEvents::machineOff),
    PRODUCT_CHANGE(ProcessEvents::productChange),
    DAILY_CYCLE(ProcessEvents::dailyCycle),
    CORRELATION(ProcessEvents::correlation),
    RELATION(ProcessEvents::relation),
    WEAR_SELECTED(setting -> SensorEvents.wear(setting, setting.anySelected())),
    WEAR_RECONSTRUCTED(setting -> SensorEvents.wear(setting, setting.anyReconstructed())),
    SATURATION(SensorEvents::saturation),
    LAG(SensorEvents::lag),
    SWAP(SensorEvents::swap),
    RESOLUTION(SensorEvents::resolution),
    HELD(SensorEvents::held),
    COUNTER_GROWS(setting -> SensorEvents.counter(setting, Long.MAX_VALUE)),
    COUNTER_WRAPS(setting -> SensorEvents.counter(setting, SensorEvents.WRAP)),
    CODE_5(setting -> SensorEvents.faultCode(setting, 0.05)),
    CODE_20(setting -> SensorEvents.faultCode(setting, 0.2)),
    CODE_100(setting -> SensorEvents.faultCode(setting, 1)),
    MISSING_ONE(setting -> SensorEvents.missing(setting, setting.any()).naming(setting.any())),
    MISSING_ALL(setting -> SensorEvents.missing(setting, setting.all())),
    NOISE_ONE(setting ->
            SensorEvents.noise(setting, 1, setting.any()).naming(setting.any()).without(setting.any())),
    NOISE_ALL(setting -> SensorEvents.noise(setting, 0.3f, setting.all())),
    HALF_OUT(OutageEvents::halfOut),
    ALL_OUT(OutageEvents::allOut),
    ALL_FROZEN(OutageEvents::allFrozen),
    ALL_ZERO(OutageEvents::allZero);

    /** Functions without state. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<EventSetting, PlantedEvent> factory;

    EventKind(Function<EventSetting, PlantedEvent> factory) {
        this.factory = factory;
    }

    /** Creates the event. */
    PlantedEvent create(EventSetting setting) {
        return factory.apply(setting);
    }

    /** Name in options and reports, for example {@code machine-off}. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return label();
    }
}
