package io.sensieve.streams.selection;

import io.sensieve.signing.TrustedKeys;
import java.time.Duration;

/**
 * Limits of what a selection may be.
 *
 * @param modelMaxBytes most bytes of a model file
 * @param grace how long parts of a publication may be missing before that counts as a refusal
 * @param layoutsMax most layouts whose selections are held in memory
 * @param trustedKeys whose signature they must bear
 */
public record SelectionSettings(long modelMaxBytes, Duration grace, int layoutsMax, TrustedKeys trustedKeys) {}
