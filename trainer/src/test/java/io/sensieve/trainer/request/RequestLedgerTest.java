package io.sensieve.trainer.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestLedgerTest {

    @Test
    void shouldCommitTheNextOffsetWhenAllAreAnswered() {
        // Given
        RequestLedger ledger = RequestLedger.resume(Optional.empty());
        ledger.receive(4);

        // When / Then
        assertThat(ledger.commitWith(4)).isEqualTo(new OffsetAndMetadata(5, ""));
    }

    @Test
    void shouldCommitTheFirstOpenOffsetWhenALaterOneIsAnswered() {
        // Given
        RequestLedger ledger = RequestLedger.resume(Optional.empty());
        ledger.receive(4);
        ledger.receive(5);
        ledger.receive(6);

        // When
        OffsetAndMetadata first = ledger.commitWith(6);
        ledger.markAnswered(6);
        OffsetAndMetadata second = ledger.commitWith(4);

        // Then
        assertThat(first).isEqualTo(new OffsetAndMetadata(4, "open:1,2"));
        assertThat(second).isEqualTo(new OffsetAndMetadata(5, "open:2"));
    }

    @Test
    void shouldAnswerNothingTwiceWhenASuccessorResumes() {
        // Given: 4 and 5 are open, 6 and 7 are answered
        RequestLedger ledger = RequestLedger.resume(Optional.of(new OffsetAndMetadata(4, "open:1,3")));

        // When / Then
        assertThat(ledger.receive(4)).isTrue();
        assertThat(ledger.receive(5)).isTrue();
        assertThat(ledger.receive(6)).isFalse();
        assertThat(ledger.receive(7)).isFalse();
        assertThat(ledger.receive(5)).isFalse();
        assertThat(ledger.receive(8)).isTrue();
    }

    @Test
    void shouldCommitTheSameStateWhenASuccessorAnswersOpenRequests() {
        // Given
        RequestLedger ledger = RequestLedger.resume(Optional.of(new OffsetAndMetadata(4, "open:1,3")));
        ledger.receive(4);
        ledger.receive(5);

        // When
        OffsetAndMetadata first = ledger.commitWith(4);
        ledger.markAnswered(4);
        OffsetAndMetadata second = ledger.commitWith(5);

        // Then
        assertThat(first).isEqualTo(new OffsetAndMetadata(5, "open:3"));
        assertThat(second).isEqualTo(new OffsetAndMetadata(8, ""));
    }

    @Test
    void shouldAnswerEachOnceWhenThousandsAreAnsweredBeforeAnOlderOneAndASuccessorResumes() {
        // Given: request 0 stays open while 5,000 later ones are answered
        RequestLedger ledger = RequestLedger.resume(Optional.empty());
        ledger.receive(0);
        for (int offset = 1; offset < 5000; offset++) {
            ledger.receive(offset);
            ledger.markAnswered(offset);
        }
        ledger.receive(5000);

        // When
        OffsetAndMetadata commit = ledger.commitWith(5000);
        RequestLedger successor = RequestLedger.resume(Optional.of(commit));

        // Then
        assertThat(commit.metadata()).hasSizeLessThan(4096);
        assertThat(successor.receive(0)).isTrue();
        for (int offset = 1; offset <= 5000; offset++) {
            assertThat(successor.receive(offset)).as("offset " + offset).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 35, 36, 1_000_000_007L, Long.MAX_VALUE / RequestLedger.MAX_OPEN})
    void shouldStayBelowTheMetadataLimitOfKafkaWhenAsManyAreOpenAsAllowed(long distance) {
        // Given
        RequestLedger ledger = RequestLedger.resume(Optional.empty());
        for (int i = 0; i < RequestLedger.MAX_OPEN; i++) {
            ledger.receive(i * distance);
        }

        // When
        OffsetAndMetadata commit = ledger.commitWith(0);
        RequestLedger successor = RequestLedger.resume(Optional.of(commit));

        // Then
        assertThat(commit.metadata()).hasSizeLessThan(4096);
        assertThat(successor.openCount()).isEqualTo(RequestLedger.MAX_OPEN - 1);
    }

    @Test
    void shouldForgetAnOpenRequestWhenItHasExpiredFromTheTopic() {
        // Given: 4, 5 and 7 are open
        RequestLedger ledger = RequestLedger.resume(Optional.of(new OffsetAndMetadata(4, "open:1,2,1")));

        // When
        boolean isNew = ledger.receive(7);

        // Then
        assertThat(isNew).isTrue();
        assertThat(ledger.commitWith(7)).isEqualTo(new OffsetAndMetadata(8, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello, 99999999999", "open:", "open:0", "open:-1", "open:1,x y", "2,3"})
    void shouldStartFromTheOffsetWhenAnotherProgramWroteTheMetadata(String metadata) {
        // Given
        RequestLedger ledger = RequestLedger.resume(Optional.of(new OffsetAndMetadata(4, metadata)));

        // When / Then
        assertThat(ledger.receive(4)).isTrue();
        assertThat(ledger.receive(5)).isTrue();
    }
}
