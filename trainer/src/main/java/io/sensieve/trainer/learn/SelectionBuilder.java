package io.sensieve.trainer.learn;

import io.sensieve.Provenance;
import io.sensieve.Scaling;
import io.sensieve.Selection;
import io.sensieve.codec.Floats;
import io.sensieve.model.ModelChunks;
import io.sensieve.trainer.learn.settings.TrainSettings;
import io.sensieve.trainer.learn.training.TrainedSelection;

/** Builds the selection record, which is published or written to a file, from a trained selection. */
public final class SelectionBuilder {
    private SelectionBuilder() {}

    /**
     * Builds the record.
     *
     * @param version of the layout, from 1
     * @param modelFile the bytes of {@code trained.model()}
     */
    public static Selection build(
            String layout, int version, TrainedSelection trained, byte[] modelFile, TrainingOrigin origin) {
        TrainSettings settings = trained.run().settings();
        return Selection.newBuilder()
                .setLayout(layout)
                .setMissingValues(trained.missingValues())
                .setVersion(version)
                .setMethod(trained.method())
                .setChannelNames(trained.channelNames())
                .setChannels(trained.channels())
                .setSpares(trained.spares())
                .setScaling(new Scaling(
                        settings.scaling().label(),
                        Floats.view(trained.model().offset()),
                        Floats.view(trained.model().range())))
                .setModel(ModelChunks.reference(modelFile))
                .setReference(trained.validation().reference())
                .setValidation(trained.validation().error())
                .setProvenance(Provenance.newBuilder()
                        .setCreatedAt(origin.createdAt())
                        .setTrigger(origin.trigger())
                        .setTrainRows(trained.run().trainRows())
                        .setValidationRows(trained.run().validationRows())
                        .setFrom(origin.from())
                        .setTo(origin.to())
                        .setOffsets(origin.offsets())
                        .setSeed(settings.seed())
                        .setSettings(settings.asMap())
                        .setEpochs(trained.run().curve().size())
                        .setSeconds(trained.run().seconds())
                        .setDevice(trained.run().device())
                        .build())
                .build();
    }
}
