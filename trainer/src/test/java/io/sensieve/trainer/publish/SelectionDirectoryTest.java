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
import io.sensieve.trainer.Records;
import io.sensieve.trainer.publish.SelectionDirectory.Version;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SelectionDirectoryTest {
    private final SelectionDirectory directory = new SelectionDirectory(WireFormat.singleObject(), TrustedKeys.none());

    @Test
    void shouldKnowNothingWhenNothingWasRead() {
        assertThat(directory.currentVersion("a")).isZero();
        assertThat(directory.nextVersion("a")).isEqualTo(1);
        assertThat(directory.channelCount("a")).isEmpty();
        assertThat(directory.surplus("a", 1)).isEmpty();
    }

    @Test
    void shouldStayWhenAnOlderPointerComesAndFollowOneToTheSameVersion() {
        // Given
        apply(selection("a", 1, 1));
        apply(selection("a", 2, 2));

        // When
        point("a", 2);
        point("a", 1);

        // Then
        assertThat(directory.currentVersion("a")).isEqualTo(2);
        assertThat(directory.nextVersion("a")).isEqualTo(3);
        assertThat(directory.isPinned("a")).isFalse();
        directory.pointed(new SelectionPointer("a", 2, Records.TIME, true, ByteBuffer.allocate(0)));
        assertThat(directory.isPinned("a")).isTrue();
        assertThat(directory.before("a")).map(Version::number).contains(1);
        assertThat(directory.channelCount("a")).contains(2);
    }

    @Test
    void shouldHaveNoneInForceWhenThePointerLeadsNowhere() {
        // Given
        apply(selection("a", 1, 1));
        point("a", 5);

        // When / Then
        assertThat(directory.currentVersion("a")).isZero();
        assertThat(directory.nextVersion("a")).isEqualTo(6);
    }

    @Test
    void shouldBelieveTheLayoutWhenItIsDescribed() {
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
        assertThat(directory.currentChannelCount("a")).contains(2);

        // When
        directory.apply(Topics.LAYOUTS.name(), "a", null);

        // Then
        assertThat(directory.layout("a")).isEmpty();
    }

    @Test
    void shouldNameSurplusVersionsAndTheirModelsWhenOneMoreComes() {
        // Given
        apply(selection("a", 1, 1));
        apply(selection("a", 2, 2));
        apply(selection("a", 3, 3));
        apply(selection("b", 1, 2));
        Selection coming = selection("a", 4, 4);

        // When
        List<Version> surplus = directory.surplus("a", 2);

        // Then
        assertThat(surplus).extracting(Version::number).containsExactly(1, 2);
        assertThat(directory.orphans("a", surplus, coming.getModel()))
                .containsExactly(selection("a", 1, 1).getModel());
        assertThat(directory.orphans("a", surplus, selection("a", 4, 1).getModel()))
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
        assertThat(directory.surplus("a", 1)).extracting(Version::number).containsExactly(2);
    }

    @Test
    void shouldIgnoreRecordsWhenTheyAreGarbage() {
        // When
        raw(null, new byte[0]);
        raw("a/1", new byte[] {1, 2});
        raw("a/9", Records.bytes(selection("a", 1, 1)));
        raw("nonsense", Records.bytes(selection("a", 1, 1)));
        raw("a/current", Records.bytes(selection("a", 1, 1)));
        raw("a/x", null);

        // Then
        assertThat(directory.nextVersion("a")).isEqualTo(1);
    }

    @Test
    void shouldHoldWhatWasPublishedWhenTold() {
        // Given
        apply(selection("a", 1, 1));
        List<Version> surplus = directory.surplus("a", 1);

        // When
        directory.published(
                selection("a", 2, 2),
                new SelectionPointer("a", 2, Records.TIME, false, ByteBuffer.allocate(0)),
                surplus);

        // Then
        assertThat(directory.currentVersion("a")).isEqualTo(2);
        assertThat(directory.surplus("a", 1)).extracting(Version::number).containsExactly(2);
    }

    @Test
    void shouldNotSeeWhatNobodyWhoCountsHasSigned() throws Exception {
        // Given
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Signer signer = Signer.of(pair.getPrivate());
        SelectionDirectory signed =
                new SelectionDirectory(WireFormat.singleObject(), new TrustedKeys(List.of(pair.getPublic())));
        String topic = Topics.SELECTIONS.name();
        SelectionPointer first = new SelectionPointer("a", 1, Records.TIME, false, ByteBuffer.allocate(0));
        signed.apply(topic, Keys.selection("a", 1), signer.sign(Records.bytes(selection("a", 1, 1))));
        signed.apply(topic, Keys.current("a"), signer.sign(Records.bytes(first)));

        // When
        signed.apply(topic, Keys.selection("a", 2), Records.bytes(selection("a", 2, 2)));
        signed.apply(
                topic,
                Keys.current("a"),
                Records.bytes(new SelectionPointer("a", 2, Records.TIME, true, ByteBuffer.allocate(0))));

        // Then: it is not there, but its number is taken
        assertThat(signed.currentVersion("a")).isEqualTo(1);
        assertThat(signed.isPinned("a")).isFalse();
        assertThat(signed.kept("a")).containsExactly(1);
        assertThat(signed.nextVersion("a")).isEqualTo(3);
    }

    private static Selection selection(String layout, int version, float model) {
        return Records.selection(layout, version, Records.model(model), 0.1);
    }

    private void apply(Selection selection) {
        raw(Keys.selection(selection.getLayout(), selection.getVersion()), Records.bytes(selection));
    }

    private void point(String layout, int version) {
        raw(
                Keys.current(layout),
                Records.bytes(new SelectionPointer(layout, version, Records.TIME, false, ByteBuffer.allocate(0))));
    }

    private void raw(@Nullable String key, byte @Nullable [] value) {
        directory.apply(Topics.SELECTIONS.name(), key, value);
    }
}
