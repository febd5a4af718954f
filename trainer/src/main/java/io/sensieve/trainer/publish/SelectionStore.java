package io.sensieve.trainer.publish;

import io.sensieve.RetrainOutcome;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.trainer.publish.SelectionPublisher.Publication;
import io.sensieve.trainer.window.DeclaredMissingValues;
import java.util.List;
import java.util.Optional;

/**
 * Publishes selections and pointers, deletes the versions beyond {@value PublishSettings#SELECTIONS_KEPT}, and applies
 * each publication to the directory at once. Each selection lists the declared missing values.
 */
public final class SelectionStore {
    private final SelectionDirectory directory;
    private final SelectionPublisher publisher;
    private final int selectionsKept;
    private final DeclaredMissingValues missingValues;

    /**
     * Creates a store.
     *
     * @param selectionsKept versions of a layout that stay in the topic
     * @param missingValues are added to published selections
     */
    public SelectionStore(
            SelectionDirectory directory,
            SelectionPublisher publisher,
            int selectionsKept,
            DeclaredMissingValues missingValues) {
        this.directory = directory;
        this.publisher = publisher;
        this.selectionsKept = selectionsKept;
        this.missingValues = missingValues;
    }

    /**
     * Publishes a selection and makes it the active version.
     *
     * @param modelFile empty if the topic already has the model
     * @param pinned whether the version is pinned
     * @param commit empty if nobody requested the selection
     * @return the new pointer
     * @throws org.apache.kafka.common.KafkaException if nothing was published
     */
    public SelectionPointer publish(
            Selection selection,
            Optional<byte[]> modelFile,
            boolean pinned,
            RetrainOutcome outcome,
            Optional<RequestCommit> commit) {
        String layout = selection.getLayout();
        Selection complete = missingValues.addTo(selection);
        List<SelectionVersion> surplus = directory.surplus(layout, selectionsKept);
        SelectionPointer pointer = publisher.publish(
                new Publication(
                        complete,
                        modelFile,
                        pinned,
                        surplus,
                        directory.orphanedModels(layout, surplus, selection.getModel())),
                outcome,
                commit);
        directory.applyPublication(complete, pointer, surplus);
        return pointer;
    }

    /**
     * Pins or unpins the active version.
     *
     * @param pointer the pointer before
     * @return the new pointer
     * @throws org.apache.kafka.common.KafkaException if nothing was published
     */
    public SelectionPointer setPinned(
            SelectionPointer pointer, boolean pinned, RetrainOutcome outcome, RequestCommit commit) {
        SelectionPointer changed = SelectionPointer.newBuilder(pointer)
                .setPinned(pinned)
                .clearSignature()
                .build();
        publisher.publishPointer(changed, outcome, commit);
        directory.applyPointer(changed);
        return changed;
    }

    /**
     * Publishes the outcome of a training that ended without a new version.
     *
     * @param commit empty if nobody requested the training
     * @throws org.apache.kafka.common.KafkaException if nothing was published
     */
    public void publishOutcome(RetrainOutcome outcome, Optional<RequestCommit> commit) {
        publisher.publishOutcome(Optional.of(outcome), commit);
    }
}
