package io.sensieve.systemtests.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.topic.DeadLetterHeaders;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class PoisonPillLedgerTest {
    private static final byte[] KEY = "device-1".getBytes(UTF_8);
    private static final byte[] VALUE = "{}".getBytes(UTF_8);

    private final PoisonPillLedger ledger = new PoisonPillLedger();

    @Test
    void shouldCountNoErrorWhenEachPoisonPillIsDeadLetteredUnchanged() {
        // Given
        byte[] first = ledger.inject(PoisonPill.FOREIGN, KEY, VALUE);
        byte[] second = ledger.inject(PoisonPill.NULL_KEY, null, VALUE);
        byte[] third = ledger.inject(PoisonPill.NULL_VALUE, KEY, null);

        // When
        ledger.addDeadLetter(KEY, null, headers(third, "null-value"));
        ledger.addDeadLetter(null, VALUE, headers(second, "null-key"));
        ledger.addDeadLetter(KEY, VALUE, headers(first, "bad-header"));

        // Then
        assertThat(ledger.result()).isEqualTo(new PoisonPillLedger.Result(3, 3, 0, 0, 0, 0));
    }

    @Test
    void shouldCountMissingAndDuplicateDeadLetters() {
        // Given
        byte[] first = ledger.inject(PoisonPill.FOREIGN, KEY, VALUE);
        ledger.inject(PoisonPill.FOREIGN, KEY, VALUE);

        // When
        ledger.addDeadLetter(KEY, VALUE, headers(first, "bad-header"));
        ledger.addDeadLetter(KEY, VALUE, headers(first, "bad-header"));

        // Then
        assertThat(ledger.result()).isEqualTo(new PoisonPillLedger.Result(2, 1, 1, 0, 1, 0));
    }

    @Test
    void shouldCountChangedDeadLettersWhenKeyValueOrReasonDiffers() {
        // Given
        byte[] first = ledger.inject(PoisonPill.FOREIGN, KEY, VALUE);
        byte[] second = ledger.inject(PoisonPill.FOREIGN, KEY, VALUE);
        byte[] third = ledger.inject(PoisonPill.FOREIGN, KEY, VALUE);

        // When
        ledger.addDeadLetter(null, VALUE, headers(first, "bad-header"));
        ledger.addDeadLetter(KEY, new byte[0], headers(second, "bad-header"));
        ledger.addDeadLetter(KEY, VALUE, headers(third, "corrupt"));

        // Then
        assertThat(ledger.result()).isEqualTo(new PoisonPillLedger.Result(3, 3, 0, 3, 0, 0));
    }

    @Test
    void shouldCountDeadLettersOfValidRecords() {
        // When
        ledger.addDeadLetter(KEY, VALUE, new RecordHeaders());

        // Then
        assertThat(ledger.result()).isEqualTo(new PoisonPillLedger.Result(0, 0, 0, 0, 0, 1));
    }

    private static Headers headers(byte[] number, String reason) {
        return new RecordHeaders()
                .add(PoisonPillLedger.NUMBER, number)
                .add(DeadLetterHeaders.REASON, reason.getBytes(UTF_8));
    }
}
