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

/** Where the broker of a test runs: what the property {@value #PROPERTY} says. */
enum BrokerChoice {
    /** In Docker, where an engine answers that holds the image. */
    AUTO,
    /** In Docker. */
    DOCKER,
    /** In the tests' JVM. */
    EMBEDDED;

    static final String PROPERTY = "sensieve.it.broker";
    static final String IMAGE_PROPERTY = "sensieve.it.kafka.image";

    private static final Path SOCKET = Path.of("/var/run/docker.sock");

    /**
     * That of a property's value.
     *
     * @throws IllegalArgumentException if it is none
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

    /** The image whose containers are brokers. */
    static DockerImageName image() {
        return DockerImageName.parse(System.getProperty(IMAGE_PROPERTY, "apache/kafka:" + AppInfoParser.getVersion()))
                .asCompatibleSubstituteFor("apache/kafka");
    }

    /** Whether Docker it is. */
    boolean isDocker(BooleanSupplier holdsImage) {
        return this == DOCKER || (this == AUTO && holdsImage.getAsBoolean());
    }

    /** Whether an engine answers and holds the image: nobody who does not ask for it waits for a download. */
    static boolean holdsImage() {
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
