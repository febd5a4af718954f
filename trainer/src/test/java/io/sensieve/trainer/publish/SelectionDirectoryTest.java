package io.sensieve.trainer.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.sensieve.Channel;
import io.sensieve.ChannelRole;
import io.sensieve.Selection;
import io.sensieve.SelectionPointer;
import io.sensieve.SensorLayout;
import io.sensieve.signing.Signer;
import io.sensieve.signing.TrustedKeys;
import io.sensieve.topic.Keys;
import io.sensieve.topic.Topics;
import io.sensieve.topic.WireFormat;
import io.sensieve.trainer.fixture.TestRecords;
import io.sensieve.trainer.window.KnownLayout;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SelectionDirectoryTest {
    private final SelectionDirectory directory =
            new SelectionDirectory(WireFormat.singleObject(), TrustedKeys.none(), 3);

    @Test
    void shouldBeEmptyWhenNothingWasRead() {
        assertThat(directory.activeNumber("a")).isZero();
        assertThat(directory.nextNumber("a")).isEqualTo(1);
        assertThat(directory.channelCount("a")).isEmpty();
        assertThat(directory.surplus("a", 1)).isEmpty();
    }

    @Test
    void shouldIgnoreAnOlderPointerAndApplyOneToTheSameVersion() {
        // Given
        apply(selection("a", 1, 1));
        apply(selection("a", 2, 2));

        // When
        point("a", 2);
        point("a", 1);

        // Then
        assertThat(directory.activeNumber("a")).isEqualTo(2);
        assertThat(directory.nextNumber("a")).isEqualTo(3);
        assertThat(directory.isPinned("a")).isFalse();
        directory.applyPointer(new SelectionPointer("a", 2, TestRecords.TIME, true, ByteBuffer.allocate(0)));
        assertThat(directory.isPinned("a")).isTrue();
        assertThat(directory.previous("a")).map(SelectionVersion::number).contains(1);
        assertThat(directory.channelCount("a")).contains(2);
    }

    @Test
    void shouldHaveNoActiveVersionWhenThePointerNamesAnUnknownOne() {
        // Given
        apply(selection("a", 1, 1));
        point("a", 5);

        // When / Then
        assertThat(directory.activeNumber("a")).isZero();
        assertThat(directory.nextNumber("a")).isEqualTo(6);
    }

    @Test
    void shouldTakeTheChannelsOfTheLayoutWhenItIsDeclared() {
        // Given
        apply(selection("a", 1, 1));
        point("a", 1);
        SensorLayout layout = new SensorLayout("a", List.of(new Channel("x", "", 1.0, ChannelRole.CANDIDATE)));

        // When
        directory.apply(
                Topics.LAYOUTS.name(),
                "a",
                Topics.LAYOUTS.valueSerde().serializer().serialize(Topics.LAYOUTS.name(), layout));

        // Then
        assertThat(directory.channelCount("a")).contains(1);
        assertThat(directory.activeChannelCount("a")).contains(2);

        // When
        directory.apply(Topics.LAYOUTS.name(), "a", null);

        // Then
        assertThat(directory.layout("a")).isEmpty();
    }

    @Test
    void shouldListSurplusVersionsAndTheirModelsWhenOneMoreIsPublished() {
        // Given
        apply(selection("a", 1, 1));
        apply(selection("a", 2, 2));
        apply(selection("a", 3, 3));
        apply(selection("b", 1, 2));
        Selection coming = selection("a", 4, 4);

        // When
        List<SelectionVersion> surplus = directory.surplus("a", 2);

        // Then
        assertThat(surplus).extracting(SelectionVersion::number).containsExactly(1, 2);
        assertThat(directory.orphanedModels("a", surplus, coming.getModel()))
                .containsExactly(selection("a", 1, 1).getModel());
        assertThat(directory.orphanedModels("a", surplus, selection("a", 4, 1).getModel()))
                .isEmpty();
    }

    @Test
    void shouldForgetVersionsWhenTheyAreDeleted() {
        // Given
        apply(selection("a", 1, 1));
        apply(selection("a", 2, 2));

        // When
        directory.apply(Topics.SELECTIONS.name(), Keys.selection("a", 1), null);

        // Then
        assertThat(directory.surplus("a", 1))
                .extracting(SelectionVersion::number)
                .containsExactly(2);
    }

    @Test
    void shouldIgnoreRecordsWhenTheyAreGarbage() {
        // When
        raw(null, new byte[0]);
        raw("a/1", new byte[] {1, 2});
        raw("a/9", TestRecords.bytes(selection("a", 1, 1)));
        raw("nonsense", TestRecords.bytes(selection("a", 1, 1)));
        raw("a/current", TestRecords.bytes(selection("a", 1, 1)));
        raw("a/x", null);

        // Then
        assertThat(directory.nextNumber("a")).isEqualTo(1);
    }

    @Test
    void shouldApplyAPublicationOfThisTrainer() {
        // Given
        apply(selection("a", 1, 1));
        List<SelectionVersion> surplus = directory.surplus("a", 1);

        // When
        directory.applyPublication(
                selection("a", 2, 2),
                new SelectionPointer("a", 2, TestRecords.TIME, false, ByteBuffer.allocate(0)),
                surplus);

        // Then
        assertThat(directory.activeNumber("a")).isEqualTo(2);
        assertThat(directory.surplus("a", 1))
                .extracting(SelectionVersion::number)
                .containsExactly(2);
    }

    @Test
    void shouldIgnoreASelectionWhenItsSignatureIsNotTrusted() throws Exception {
        // Given
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Signer signer = Signer.of(pair.getPrivate());
        SelectionDirectory signed =
                new SelectionDirectory(WireFormat.singleObject(), new TrustedKeys(List.of(pair.getPublic())), 3);
        String topic = Topics.SELECTIONS.name();
        SelectionPointer first = new SelectionPointer("a", 1, TestRecords.TIME, false, ByteBuffer.allocate(0));
        signed.apply(topic, Keys.selection("a", 1), signer.sign(TestRecords.bytes(selection("a", 1, 1))));
        signed.apply(topic, Keys.current("a"), signer.sign(TestRecords.bytes(first)));

        // When
        signed.apply(topic, Keys.selection("a", 2), TestRecords.bytes(selection("a", 2, 2)));
        signed.apply(
                topic,
                Keys.current("a"),
                TestRecords.bytes(new SelectionPointer("a", 2, TestRecords.TIME, true, ByteBuffer.allocate(0))));

        // Then: it is not there, but its number is taken
        assertThat(signed.activeNumber("a")).isEqualTo(1);
        assertThat(signed.isPinned("a")).isFalse();
        assertThat(signed.keptNumbers("a")).containsExactly(1);
        assertThat(signed.nextNumber("a")).isEqualTo(3);
    }

    @Test
    void shouldHaveNoRoomForInventedLayoutsWhenThereAreAsManyAsLayoutsMax() {
        // Given
        for (String name : List.of("a", "b", "c", "invented")) {
            TestRecords.activate(directory, name, 1, TestRecords.TIME);
        }

        // When / Then
        assertThat(directory.knownLayouts()).containsOnlyKeys("a", "b", "c");
        assertThat(directory.admits("a")).isTrue();
        assertThat(directory.admits("invented")).isFalse();
    }

    @Test
    void shouldDisplaceTheOldestPublishedLayoutWhenADeclaredOneArrives() {
        // Given
        TestRecords.activate(directory, "newer", 1, TestRecords.TIME.plusSeconds(1));
        TestRecords.activate(directory, "older", 1, TestRecords.TIME);
        TestRecords.activate(directory, "newest", 1, TestRecords.TIME.plusSeconds(2));

        // When
        TestRecords.declare(directory, "declared", new Channel("x", "", 1.0, ChannelRole.CANDIDATE));

        // Then
        assertThat(directory.knownLayouts()).containsOnlyKeys("newer", "newest", "declared");
        assertThat(directory.knownLayouts().get("declared")).isEqualTo(new KnownLayout(1, true));
        assertThat(directory.knownLayouts().get("newer")).isEqualTo(new KnownLayout(2, false));
    }

    @Test
    void shouldAdmitNoOtherLayoutWhenTheNumbersOfADisplacedOneAreUnknown() {
        // Given
        for (String name : List.of("a", "b", "c", "d")) {
            TestRecords.activate(directory, name, 1, TestRecords.TIME);
        }

        // When: an entry becomes free
        directory.apply(Topics.SELECTIONS.name(), Keys.selection("a", 1), null);
        directory.apply(Topics.SELECTIONS.name(), Keys.current("a"), null);

        // Then
        assertThat(directory.admits("d")).isFalse();
    }

    @Test
    void shouldForgetALayoutWhenItsDeclarationIsDeleted() {
        // Given
        TestRecords.declare(directory, "x", new Channel("x", "", 1.0, ChannelRole.CANDIDATE));

        // When
        directory.apply(Topics.LAYOUTS.name(), "x", null);
        directory.apply(Topics.LAYOUTS.name(), "y", null);
        directory.apply(Topics.LAYOUTS.name(), "z", null);

        // Then
        assertThat(directory.knownLayouts()).isEmpty();
        for (String name : List.of("a", "b", "c")) {
            assertThat(directory.admits(name)).isTrue();
            TestRecords.activate(directory, name, 1, TestRecords.TIME);
        }
    }

    private static Selection selection(String layout, int version, float model) {
        return TestRecords.selection(layout, version, TestRecords.model(model), 0.1);
    }

    private void apply(Selection selection) {
        raw(Keys.selection(selection.getLayout(), selection.getVersion()), TestRecords.bytes(selection));
    }

    private void point(String layout, int version) {
        raw(
                Keys.current(layout),
                TestRecords.bytes(
                        new SelectionPointer(layout, version, TestRecords.TIME, false, ByteBuffer.allocate(0))));
    }

    private void raw(@Nullable String key, byte @Nullable [] value) {
        directory.apply(Topics.SELECTIONS.name(), key, value);
    }
}
