package io.sensieve.service;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something that can be wrong with a process.
 *
 * @param name what it is called in the answer
 * @param problem what is wrong now, empty when nothing is
 */
public record HealthCheck(String name, Supplier<Optional<String>> problem) {}
