package sensieve.streams;

import java.util.Properties;
import org.jspecify.annotations.NullMarked;
import sensieve.service.Settings;

/** Lets an application beside the streams service run on exactly its Kafka configuration. */
@NullMarked
public final class ServiceProperties {
    private ServiceProperties() {}

    /** Kafka Streams' configuration as the service has it. */
    public static Properties of(Settings settings) {
        return StreamsProperties.of(settings);
    }
}
