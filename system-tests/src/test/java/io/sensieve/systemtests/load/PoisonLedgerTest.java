package io.sensieve.systemtests.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.topic.DeadLetterHeaders;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class PoisonLedgerTest {
    private static final byte[] KEY = "device-1".getBytes(UTF_8);
    private static final byte[] VALUE = "{}".getBytes(UTF_8);

    private final PoisonLedger book = new PoisonLedger();

    @Test
    void shouldFindNothingWhenEachComesBackAsItWas() {
        // Given
        byte[] first = book.injected(Poison.FOREIGN, KEY, VALUE);
        byte[] second = book.injected(Poison.NULL_KEY, null, VALUE);
        byte[] third = book.injected(Poison.NULL_VALUE, KEY, null);

        // When
        book.returned(KEY, null, headers(third, "null-value"));
        book.returned(null, VALUE, headers(second, "null-key"));
        book.returned(KEY, VALUE, headers(first, "bad-header"));

        // Then
        assertThat(book.result()).isEqualTo(new PoisonLedger.Result(3, 3, 0, 0, 0, 0));
    }

    @Test
    void shouldCountMissingAndDuplicatedWhenOneComesTwiceAndAnotherNever() {
        // Given
        byte[] first = book.injected(Poison.FOREIGN, KEY, VALUE);
        book.injected(Poison.FOREIGN, KEY, VALUE);

        // When
        book.returned(KEY, VALUE, headers(first, "bad-header"));
        book.returned(KEY, VALUE, headers(first, "bad-header"));

        // Then
        assertThat(book.result()).isEqualTo(new PoisonLedger.Result(2, 1, 1, 0, 1, 0));
    }

    @Test
    void shouldCountChangedWhenKeyValueOrReasonDiffers() {
        // Given
        byte[] first = book.injected(Poison.FOREIGN, KEY, VALUE);
        byte[] second = book.injected(Poison.FOREIGN, KEY, VALUE);
        byte[] third = book.injected(Poison.FOREIGN, KEY, VALUE);

        // When
        book.returned(null, VALUE, headers(first, "bad-header"));
        book.returned(KEY, new byte[0], headers(second, "bad-header"));
        book.returned(KEY, VALUE, headers(third, "corrupt"));

        // Then
        assertThat(book.result()).isEqualTo(new PoisonLedger.Result(3, 3, 0, 3, 0, 0));
    }

    @Test
    void shouldCountUnexpectedWhenADeadLetterIsNoPoison() {
        // When
        book.returned(KEY, VALUE, new RecordHeaders());

        // Then
        assertThat(book.result()).isEqualTo(new PoisonLedger.Result(0, 0, 0, 0, 0, 1));
    }

    private static Headers headers(byte[] number, String reason) {
        return new RecordHeaders()
                .add(PoisonLedger.NUMBER, number)
                .add(DeadLetterHeaders.REASON, reason.getBytes(UTF_8));
    }
}
