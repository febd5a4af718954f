package io.sensieve.trainer.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class RequestLedgerTest {

    @Test
    void shouldCommitTheNextOffsetWhenAllAreAnswered() {
        // Given
        RequestLedger ledger = RequestLedger.resume(Optional.empty());
        ledger.receive(4);

        // When / Then
        assertThat(ledger.positionWith(4)).isEqualTo(new OffsetAndMetadata(5, ""));
    }

    @Test
    void shouldCommitTheFirstOpenOffsetWhenALaterOneIsAnswered() {
        // Given
        RequestLedger ledger = RequestLedger.resume(Optional.empty());
        ledger.receive(4);
        ledger.receive(5);
        ledger.receive(6);

        // When
        OffsetAndMetadata first = ledger.positionWith(6);
        ledger.answered(6);
        OffsetAndMetadata second = ledger.positionWith(4);

        // Then
        assertThat(first).isEqualTo(new OffsetAndMetadata(4, "2"));
        assertThat(second).isEqualTo(new OffsetAndMetadata(5, "1"));
    }

    @Test
    void shouldAnswerNothingTwiceWhenASuccessorGoesOn() {
        // Given
        RequestLedger ledger = RequestLedger.resume(Optional.of(new OffsetAndMetadata(4, "2,3")));

        // When / Then
        assertThat(ledger.receive(4)).isTrue();
        assertThat(ledger.receive(5)).isTrue();
        assertThat(ledger.receive(6)).isFalse();
        assertThat(ledger.receive(7)).isFalse();
        assertThat(ledger.receive(5)).isFalse();
        assertThat(ledger.positionWith(4)).isEqualTo(new OffsetAndMetadata(5, "1,2"));
        ledger.answered(4);
        assertThat(ledger.positionWith(5)).isEqualTo(new OffsetAndMetadata(8, ""));
    }

    @Test
    void shouldKeepTheMetadataShortWhenVeryManyAreAnsweredOutOfTurn() {
        // Given
        RequestLedger ledger = RequestLedger.resume(Optional.empty());
        ledger.receive(0);
        for (int offset = 1; offset < 5000; offset++) {
            ledger.receive(offset);
            ledger.answered(offset);
        }
        ledger.receive(5000);

        // When / Then
        assertThat(ledger.positionWith(5000).metadata()).hasSizeLessThan(4096).endsWith(",5000");
    }

    @Test
    void shouldStartFromTheOffsetWhenTheMetadataIsSomebodyElses() {
        // Given
        RequestLedger ledger = RequestLedger.resume(Optional.of(new OffsetAndMetadata(4, "hello, 99999999999")));

        // When / Then
        assertThat(ledger.receive(4)).isTrue();
    }
}
