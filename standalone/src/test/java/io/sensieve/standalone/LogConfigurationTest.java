package io.sensieve.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.status.Status;
import io.sensieve.service.Service;
import java.net.URL;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;

/** Checks the log configuration of the command and that of the services. */
class LogConfigurationTest {
    @ParameterizedTest
    @CsvSource({"/logback.xml,WARN", "/io/sensieve/logging/service.xml,INFO"})
    void shouldLogToStandardErrorWhenConfigured(String resource, String level) throws Exception {
        // Given
        URL configuration = Objects.requireNonNull(Sensieve.class.getResource(resource));
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);

        // When
        configurator.doConfigure(configuration);

        // Then
        assertThat(context.getStatusManager().getCopyOfStatusList())
                .filteredOn(status -> status.getLevel() >= Status.WARN)
                .isEmpty();
        assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("STDERR"))
                .isNotNull();
        assertThat(context.getLogger(Service.class).getEffectiveLevel()).isEqualTo(Level.valueOf(level));
    }
}
