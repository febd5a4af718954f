package io.sensieve.standalone.cli.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.trainer.learn.progress.TrainingProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TrainingProgressBarTest {
    private final StringWriter text = new StringWriter();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void shouldRedrawOneLineWhenOnATerminal() {
        // When
        run(true);

        // Then
        String[] bars = text.toString().split("\\r", -1);
        assertThat(bars).hasSize(41);
        assertThat(bars[20])
                .startsWith("qr [##########----------] 20/40")
                .contains("validation 1.000e-02", "unique 50 %", "20 s left");
        assertThat(bars[40]).startsWith("qr [####################] 40/40").contains("0 s left");
        assertThat(text.toString()).endsWith(System.lineSeparator());
        assertThat(text.toString().chars().filter(c -> c == '\n').count()).isEqualTo(1);
    }

    @Test
    void shouldPrintEveryTenthEpochWhenOnNoTerminal() {
        // When
        run(false);

        // Then
        assertThat(text.toString()).doesNotContain("\r").doesNotContain("\u001b");
        assertThat(text.toString().lines()).hasSize(5);
        assertThat(text.toString().lines().toList().get(1)).startsWith("qr  epoch   10 of 40  loss 1.000e-01");
    }

    private void run(boolean terminal) {
        try (TrainingProgressBar progress =
                new TrainingProgressBar(new PrintWriter(text), terminal, "qr", nanos::get)) {
            for (int epoch = 1; epoch <= 40; epoch++) {
                nanos.addAndGet(1_000_000_000L);
                progress.onEpoch(new TrainingProgress(epoch, 40, 1, 0.1, 0.01, 50));
            }
        }
    }
}
