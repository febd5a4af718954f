package io.sensieve.standalone.demo.run;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prints the progress of a training every few seconds, read from {@code /metrics} of the trainer. */
public final class TrainingProgressLine {
    private static final String EPOCH = "sensieve_training_epoch";
    private static final Duration INTERVAL = Duration.ofSeconds(3);

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI metrics;
    private final String layout;
    private final Narrator narrator;
    private double shownAt;
    private double shownEpoch = -1;

    TrainingProgressLine(URI trainer, String layout, Narrator narrator) {
        this.metrics = trainer.resolve("/metrics");
        this.layout = layout;
        this.narrator = narrator;
    }

    /** Leaves out the training that the meters describe now, because it has ended. */
    public void skipCurrent() {
        shownEpoch = value(scrape(), EPOCH).orElse(shownEpoch);
    }

    /** Prints a line if three seconds have passed and an epoch has ended since the last line. */
    public void update() {
        if (narrator.seconds() - shownAt < INTERVAL.toSeconds()) {
            return;
        }
        shownAt = narrator.seconds();
        String text = scrape();
        OptionalDouble epoch = value(text, EPOCH);
        if (epoch.isPresent() && epoch.getAsDouble() > 0 && epoch.getAsDouble() != shownEpoch) {
            shownEpoch = epoch.getAsDouble();
            narrator.say(
                    "training: epoch %.0f, validation error %.3e",
                    shownEpoch,
                    value(text, "sensieve_training_validation_error").orElse(Double.NaN));
        }
    }

    private String scrape() {
        try {
            return client.send(
                            HttpRequest.newBuilder(metrics)
                                    .timeout(Duration.ofSeconds(2))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private OptionalDouble value(String text, String meter) {
        Matcher matcher = Pattern.compile(
                        "^" + meter + "\\{[^}]*layout=\"" + Pattern.quote(layout) + "\"[^}]*}\\s+(\\S+)",
                        Pattern.MULTILINE)
                .matcher(text);
        return matcher.find() ? OptionalDouble.of(Double.parseDouble(matcher.group(1))) : OptionalDouble.empty();
    }
}
