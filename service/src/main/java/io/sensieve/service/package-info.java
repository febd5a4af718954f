/** Runs services as processes: command line, settings, logging, health and metrics over HTTP. */
@NullMarked
package io.sensieve.service;

import org.jspecify.annotations.NullMarked;
