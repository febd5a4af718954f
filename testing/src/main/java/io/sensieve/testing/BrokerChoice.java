package io.sensieve.testing;

import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/** Chooses where the broker of a test runs, by the system property {@value #PROPERTY}. */
enum BrokerChoice {
    /** In Docker if an engine answers and has the image, else in the JVM of the tests. */
    AUTO,
    /** In Docker. */
    DOCKER,
    /** In the JVM of the tests. */
    EMBEDDED;

    static final String PROPERTY = "sensieve.it.broker";
    static final String IMAGE_PROPERTY = "sensieve.it.kafka.image";

    private static final Path SOCKET = Path.of("/var/run/docker.sock");

    /**
     * Parses a value of the property.
     *
     * @throws IllegalArgumentException if the value is unknown
     */
    static BrokerChoice of(String value) {
        return Arrays.stream(values())
                .filter(choice -> choice.name().toLowerCase(Locale.ROOT).equals(value))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Invalid value " + value + " for " + PROPERTY + ": must be one of auto, docker, embedded"));
    }

    static BrokerChoice ofProperty() {
        return of(System.getProperty(PROPERTY, "auto"));
    }

    /** Container image of the broker. */
    static DockerImageName image() {
        return DockerImageName.parse(System.getProperty(IMAGE_PROPERTY, "apache/kafka:" + AppInfoParser.getVersion()))
                .asCompatibleSubstituteFor("apache/kafka");
    }

    /** Whether the broker runs in Docker. */
    boolean isDocker(BooleanSupplier hasImage) {
        return this == DOCKER || (this == AUTO && hasImage.getAsBoolean());
    }

    /** Whether an engine answers and has the image, so that AUTO never downloads an image. */
    static boolean hasImage() {
        if (System.getenv("DOCKER_HOST") == null && !Files.exists(SOCKET)) {
            return false;
        }
        DockerClientFactory docker = DockerClientFactory.instance();
        if (!docker.isDockerAvailable()) {
            return false;
        }
        try {
            docker.client().inspectImageCmd(image().asCanonicalNameString()).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }
}
