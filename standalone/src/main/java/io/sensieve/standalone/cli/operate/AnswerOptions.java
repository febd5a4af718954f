package io.sensieve.standalone.cli.operate;

import io.sensieve.RetrainFigures;
import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainRequest;
import io.sensieve.service.ServiceRunner;
import io.sensieve.service.SettingException;
import io.sensieve.standalone.client.AvroJson;
import io.sensieve.standalone.client.TrainerClient;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Option;

/** Asks the trainer, waits for its answer and prints it. */
final class AnswerOptions {
    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "How long to wait for the trainer's answer; by default 30, for retrain 300.")
    private Optional<Integer> seconds = Optional.empty();

    @Option(names = "--no-wait", description = "Ends when the request is sent.")
    private boolean noWait;

    @Option(names = "--json", description = "The answer as one JSON object.")
    private boolean json;

    /**
     * Does it.
     *
     * @param usual seconds to wait unless told otherwise
     * @return the exit code: 0 if it is done or, without waiting, sent; 1 if the trainer did not do it
     */
    int ask(Map<String, Object> clientSettings, RetrainRequest request, int usual, PrintWriter out) {
        int patience = seconds.orElse(usual);
        if (patience < 1) {
            throw new SettingException("Invalid value " + patience + " for --wait: must be at least 1");
        }
        TrainerClient line = new TrainerClient(clientSettings, Clock.systemUTC());
        try {
            if (noWait) {
                line.ask(request);
                out.println("asked; the answer will be a record on sensor.retrains (sensieve tail retrains)");
                return 0;
            }
            return print(answer(line, request, patience), out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while waiting for the trainer", e);
        }
    }

    private static RetrainOutcome answer(TrainerClient line, RetrainRequest request, int patience)
            throws InterruptedException {
        return line.ask(request, Duration.ofSeconds(patience))
                .orElseThrow(
                        () -> new KafkaException(
                                "no answer within " + patience + " s: no trainer runs there, or it"
                                        + " trains or waits for records; the request stays, its answer will be on sensor.retrains"));
    }

    private int print(RetrainOutcome outcome, PrintWriter out) {
        if (json) {
            out.println(AvroJson.render(outcome));
        } else {
            out.println(outcome.getResult().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                    + (outcome.getVersion() > 0 ? " (version " + outcome.getVersion() + ")" : "") + ": "
                    + outcome.getReason());
            RetrainFigures figures = outcome.getTrained();
            if (figures != null) {
                out.println(String.format(
                        Locale.ROOT,
                        "error %.4e%s, predicting the mean %.4e, %d of %d channels new, %d rows, %.1f s",
                        figures.getChallengerError(),
                        figures.getChampionError() == null
                                ? ""
                                : String.format(Locale.ROOT, ", before %.4e", figures.getChampionError()),
                        figures.getPredictMean(),
                        figures.getChurn(),
                        figures.getChannels(),
                        figures.getTrainRows() + figures.getValidationRows(),
                        figures.getSeconds()));
            }
        }
        return switch (outcome.getResult()) {
            case PUBLISHED, REPAIRED, ROLLED_BACK, PINNED, UNPINNED -> 0;
            case DECLINED, FAILED, VOID, UNKNOWN -> ServiceRunner.FAILED;
        };
    }
}
