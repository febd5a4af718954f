package io.sensieve.standalone.cli.operate;

import io.sensieve.RetrainOutcome;
import io.sensieve.RetrainRequest;
import io.sensieve.service.ServiceRunner;
import io.sensieve.service.SettingException;
import io.sensieve.standalone.client.AvroJson;
import io.sensieve.standalone.client.TrainerClient;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Option;

/** Sends a request to the trainer, waits for its outcome and prints it, as the options say. */
final class RequestOptions {
    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "Seconds to wait for the outcome (default 30; 300 for retrain).")
    private Optional<Integer> seconds = Optional.empty();

    @Option(names = "--no-wait", description = "Sends the request and does not wait for the outcome.")
    private boolean noWait;

    @Option(names = "--json", description = "Prints the outcome as one JSON object.")
    private boolean json;

    /**
     * Sends the request.
     *
     * @param defaultSeconds seconds to wait without {@code --wait}
     * @return exit code: 0 if the trainer did what was requested, or with {@code --no-wait} if the request was sent; 1
     *     otherwise
     */
    int send(Map<String, Object> clientSettings, RetrainRequest request, int defaultSeconds, PrintWriter out) {
        int patience = seconds.orElse(defaultSeconds);
        if (patience < 1) {
            throw new SettingException("Invalid value " + patience + " for --wait: must be at least 1");
        }
        TrainerClient trainer = new TrainerClient(clientSettings, Clock.systemUTC());
        try {
            if (noWait) {
                trainer.send(request);
                out.println("request sent; 'sensieve tail retrains' prints its outcome");
                return ServiceRunner.OK;
            }
            return print(await(trainer, request, patience), out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while waiting for the trainer", e);
        }
    }

    private static RetrainOutcome await(TrainerClient trainer, RetrainRequest request, int patience)
            throws InterruptedException {
        return trainer.sendAndAwait(request, Duration.ofSeconds(patience))
                .orElseThrow(() -> new KafkaException("no outcome within " + patience
                        + " s: no trainer runs, or the trainer is training or waits for records; the request stays on"
                        + " sensor.retrain-requests, and 'sensieve tail retrains' prints its outcome"));
    }

    private int print(RetrainOutcome outcome, PrintWriter out) {
        if (json) {
            out.println(AvroJson.render(outcome));
        } else {
            RetrainOutcomeText.print(outcome, out);
        }
        return switch (outcome.getResult()) {
            case PUBLISHED, REPAIRED, ROLLED_BACK, PINNED, UNPINNED -> ServiceRunner.OK;
            case DECLINED, FAILED, VOID, UNKNOWN -> ServiceRunner.FAILED;
        };
    }
}
