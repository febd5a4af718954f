package io.sensieve.benchmarks.simulation;

import io.sensieve.RetrainOutcome;
import io.sensieve.TrainingSummary;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Declares the option {@code --decisions}, which prints what the trainer decided. */
public final class DecisionsOption {
    @Option(names = "--decisions", description = "Prints the trainer's decisions, with their reasons.")
    private boolean wanted;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** Prints a decision to standard error, if the option is given. */
    public void print(SimulatedLoop.Decision decision) {
        if (!wanted) {
            return;
        }
        RetrainOutcome outcome = decision.outcome();
        TrainingSummary training = outcome.getTraining();
        String errors = training == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; %d rows, challenger %.3e, champion %.3e",
                        training.getTrainRows() + training.getValidationRows(),
                        training.getChallengerError(),
                        training.getChampionError());
        spec.commandLine()
                .getErr()
                .printf(
                        "  record %d, %s: %s, %s%s%n",
                        decision.record(), outcome.getCause(), outcome.getResult(), outcome.getReason(), errors);
    }
}
