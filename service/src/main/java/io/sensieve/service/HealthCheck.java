package io.sensieve.service;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One check of the health endpoint.
 *
 * @param name name in the JSON response
 * @param problem supplies the present problem; empty if the check passes
 */
public record HealthCheck(String name, Supplier<Optional<String>> problem) {}
