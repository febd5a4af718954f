package io.sensieve.trainer.publish;

import io.sensieve.service.Settings;
import io.sensieve.signing.Signer;
import io.sensieve.signing.TrustedKeys;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Settings of published selections.
 *
 * @param selectionsKept versions of a layout that stay in the topic
 * @param signer signs selections and pointers
 * @param trustedKeys keys of which one must have signed a selection or pointer for the trainer to use it
 */
public record PublishSettings(int selectionsKept, Signer signer, TrustedKeys trustedKeys) {
    public static final String SELECTIONS_KEPT = "selections.kept";

    /** Adds the keys to {@code definition}. */
    public static void define(ConfigDef definition) {
        Signer.define(definition);
        TrustedKeys.define(definition);
        definition.define(
                SELECTIONS_KEPT,
                Type.INT,
                20,
                Range.atLeast(10),
                Importance.LOW,
                "Versions of a layout that stay in the topic for a rollback; older versions are deleted together with"
                        + " their models.");
    }

    /** Reads validated settings. */
    public static PublishSettings of(Settings settings) {
        return new PublishSettings(settings.getInt(SELECTIONS_KEPT), Signer.of(settings), TrustedKeys.of(settings));
    }
}
