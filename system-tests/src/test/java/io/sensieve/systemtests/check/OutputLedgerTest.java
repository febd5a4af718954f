package io.sensieve.systemtests.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.Reconstruction;
import io.sensieve.ReducedRecord;
import io.sensieve.codec.Floats;
import io.sensieve.model.Reconstructor;
import io.sensieve.systemtests.load.NumberedRecords;
import io.sensieve.systemtests.load.NumberedSelection;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OutputLedgerTest {
    private static final int DEVICE = 3;

    private final OutputLedger ledger = new OutputLedger();

    @Test
    void shouldCountNoErrorWhenOutputsAreCompleteAndInOrder() {
        // Given
        int version = 1;
        for (int number = 0; number < 3_000; number++) {
            version += number % 500 == 0 ? 1 : 0;
            reduced(number, version);
            reconstructed(number, version);
        }

        // When
        OutputLedger.Result result = result(3_000);

        // Then
        assertThat(result).isEqualTo(new OutputLedger.Result(3_000, 3_000, 3_000, 0, 0, DeviceAccount.Result.ZERO));
        assertThat(ledger.versions()).containsExactly(2, 3, 4, 5, 6, 7);
    }

    @Test
    void shouldCountMissingRecords() {
        // Given
        reduced(0, 1);
        reduced(2, 1);

        // When
        DeviceAccount.Result accounts = result(5).accounts();

        // Then
        assertThat(accounts).isEqualTo(new DeviceAccount.Result(3, 0, 0, 0, 0, 2, 0));
    }

    @Test
    void shouldCountDuplicatesWhenANumberIsRepeatedOrWasNeverSent() {
        // Given
        reduced(0, 1);
        reduced(1, 1);
        reduced(0, 1);
        reduced(0, 2);
        reduced(2, 2);

        // When
        DeviceAccount.Result accounts = result(2).accounts();

        // Then
        assertThat(accounts).isEqualTo(new DeviceAccount.Result(0, 3, 1, 0, 0, 3, 0));
    }

    @Test
    void shouldCountOutOfOrderWhenALowerNumberFollows() {
        // Given
        reduced(0, 1);
        reduced(2, 1);
        reduced(1, 1);
        reduced(3, 1);

        // When
        DeviceAccount.Result accounts = result(4).accounts();

        // Then
        assertThat(accounts.outOfOrder()).isEqualTo(1);
        assertThat(accounts.missing()).isZero();
    }

    @Test
    void shouldCountRecordsOfAnOlderVersion() {
        // Given
        reduced(0, 2);
        reduced(1, 1);
        reduced(2, 2);

        // When
        DeviceAccount.Result accounts = result(3).accounts();

        // Then
        assertThat(accounts.versionWentBack()).isEqualTo(1);
    }

    @Test
    void shouldCountMissingAndDuplicateReconstructions() {
        // Given
        for (int number = 0; number < 4; number++) {
            reduced(number, 1);
        }
        reconstructed(0, 1);
        reconstructed(1, 2);
        reconstructed(3, 1);
        reconstructed(3, 1);

        // When
        DeviceAccount.Result accounts = result(4).accounts();

        // Then
        assertThat(accounts).isEqualTo(new DeviceAccount.Result(0, 0, 0, 0, 0, 2, 1));
    }

    @Test
    void shouldCountOutputsOfAnotherVersionOrRecord() {
        // Given
        ledger.addReduced(NumberedRecords.id(DEVICE), reducedRecord(DEVICE, 0, 1, 2));
        ledger.addReduced(NumberedRecords.id(DEVICE), reducedRecord(DEVICE + 1, 1, 1, 1));
        ledger.addReconstruction(NumberedRecords.id(DEVICE), reconstruction(0, 1, 2));
        reconstructed(1, 1);

        // When
        OutputLedger.Result result = result(2);

        // Then
        assertThat(result.wrongReduced()).isEqualTo(2);
        assertThat(result.wrongReconstructions()).isEqualTo(1);
    }

    @Test
    void shouldReconstructTheNumberWithEveryVersion() {
        for (int version = 1; version <= 64; version++) {
            assertThat(Floats.array(reconstruction(9_999_999, version, version).getValues())[0])
                    .isEqualTo(9_999_999f);
        }
    }

    private OutputLedger.Result result(int sent) {
        int[] byDevice = new int[DEVICE + 1];
        byDevice[DEVICE] = sent;
        return ledger.result(byDevice);
    }

    private void reduced(int number, int version) {
        ledger.addReduced(NumberedRecords.id(DEVICE), reducedRecord(DEVICE, number, version, version));
    }

    private void reconstructed(int number, int version) {
        ledger.addReconstruction(NumberedRecords.id(DEVICE), reconstruction(number, version, version));
    }

    private static ReducedRecord reducedRecord(int device, int number, int said, int madeBy) {
        float[] values = reconstructor(madeBy).project(NumberedRecords.row(device, number));
        return new ReducedRecord(NumberedRecords.LAYOUT, said, Instant.EPOCH, Floats.view(values));
    }

    private static Reconstruction reconstruction(int number, int said, int madeBy) {
        Reconstructor reconstructor = reconstructor(madeBy);
        float[] values = reconstructor.reconstruct(reconstructor.project(NumberedRecords.row(DEVICE, number)));
        return new Reconstruction(NumberedRecords.LAYOUT, said, Instant.EPOCH, 0f, Floats.view(values));
    }

    private static Reconstructor reconstructor(int version) {
        return new Reconstructor(NumberedSelection.of(version).model());
    }
}
