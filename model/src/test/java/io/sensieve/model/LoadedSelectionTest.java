package io.sensieve.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sensieve.Channel;
import io.sensieve.ChannelProfile;
import io.sensieve.ChannelRole;
import io.sensieve.ErrorSummary;
import io.sensieve.MissingValue;
import io.sensieve.ReferenceProfile;
import io.sensieve.Scaling;
import io.sensieve.SelectedChannel;
import io.sensieve.Selection;
import io.sensieve.SensorLayout;
import io.sensieve.model.RefusedSelectionException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadedSelectionTest {
    private static final ModelFile MODEL = SampleSelection.model();
    private static final List<Float> THREE = List.of(1f, 1f, 1f);
    private static final ChannelProfile PROFILE = new ChannelProfile(List.of(0f), List.of(0.5f, 0.5f, 0f));

    @Test
    void shouldLoadWhenEverythingFits() {
        // Given
        Selection selection = SampleSelection.ofTwoInThree();

        // When
        LoadedSelection loaded = LoadedSelection.of(selection, MODEL.toBytes(), Optional.empty());

        // Then
        assertThat(loaded.channelCount()).isEqualTo(3);
        assertThat(loaded.selectedCount()).isEqualTo(2);
        assertThat(loaded.version()).isEqualTo(7);
        assertThat(loaded.model()).usingRecursiveComparison().isEqualTo(MODEL);
    }

    static Stream<Arguments> brokenRecords() {
        return Stream.of(
                broken("one channel", Reason.WRONG_SHAPE, b -> b.setChannels(selected(0))),
                broken("no channel", Reason.WRONG_SHAPE, b -> b.setChannels(selected())),
                broken("channels in another order", Reason.WRONG_SHAPE, b -> b.setChannels(selected(2, 0))),
                broken("channel D", Reason.CHANNEL_OUT_OF_RANGE, b -> b.setChannels(selected(0, 3))),
                broken("channel -1", Reason.CHANNEL_OUT_OF_RANGE, b -> b.setChannels(selected(-1, 2))),
                broken("a channel twice", Reason.REPEATED_CHANNEL, b -> b.setChannels(selected(0, 0))),
                broken("spare D", Reason.CHANNEL_OUT_OF_RANGE, b -> b.setSpares(selected(3))),
                broken("a spare that is selected", Reason.REPEATED_CHANNEL, b -> b.setSpares(selected(2))),
                broken("a spare twice", Reason.REPEATED_CHANNEL, b -> b.setSpares(selected(1, 1))),
                broken(
                        "a missing value of channel D",
                        Reason.CHANNEL_OUT_OF_RANGE,
                        b -> b.setMissingValues(List.of(new MissingValue(3, -200f)))),
                broken("two names", Reason.WRONG_SHAPE, b -> b.setChannelNames(List.of("a", "b"))),
                broken("short scaling offset", Reason.WRONG_SHAPE, b -> b.setScaling(scaling(List.of(1f), THREE))),
                broken("short scaling range", Reason.WRONG_SHAPE, b -> b.setScaling(scaling(THREE, List.of(1f)))),
                broken("NaN scaling", Reason.NOT_FINITE, b -> b.setScaling(scaling(List.of(1f, Float.NaN, 1f), THREE))),
                broken("one profile", Reason.WRONG_SHAPE, b -> b.setReference(profiles(List.of(PROFILE), THREE))),
                broken(
                        "short channel errors",
                        Reason.WRONG_SHAPE,
                        b -> b.setReference(profiles(List.of(PROFILE, PROFILE), List.of(1f)))),
                broken(
                        "NaN channel errors",
                        Reason.NOT_FINITE,
                        b -> b.setReference(profiles(List.of(PROFILE, PROFILE), List.of(1f, 1f, Float.NaN)))),
                broken(
                        "shares that are no match",
                        Reason.WRONG_SHAPE,
                        b -> b.setReference(
                                profiles(List.of(PROFILE, new ChannelProfile(List.of(0f), List.of(1f))), THREE))),
                broken(
                        "infinite edge",
                        Reason.NOT_FINITE,
                        b -> b.setReference(profiles(
                                List.of(
                                        PROFILE,
                                        new ChannelProfile(List.of(Float.POSITIVE_INFINITY), List.of(1f, 0f, 0f))),
                                THREE))),
                broken("NaN validation mean", Reason.NOT_FINITE, b -> b.setValidation(validation(Double.NaN, 1))),
                broken("negative spread", Reason.NOT_FINITE, b -> b.setValidation(validation(1, -1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenRecords")
    void shouldRefuseWhenTheRecordHas(String what, Reason reason, Selection broken) {
        // When / Then
        assertRefused(reason, broken, MODEL.toBytes(), Optional.empty());
    }

    static Stream<Arguments> brokenModels() {
        float nan = Float.NaN;
        return Stream.of(
                Arguments.of(
                        "an infinite range", model(new float[] {0, 0}, new float[3], range(Float.POSITIVE_INFINITY))),
                Arguments.of("a range of 0", model(new float[] {0, 0}, new float[3], range(0))),
                Arguments.of("a negative range", model(new float[] {0, 0}, new float[3], range(-1))),
                Arguments.of("a NaN fill", model(new float[] {0, nan}, new float[3], range(1))),
                Arguments.of("a NaN covariance", covariance(nan)),
                Arguments.of("a NaN offset", model(new float[] {0, 0}, new float[] {0, nan, 0}, range(1))),
                Arguments.of("a NaN lowest input", limited(new float[] {0, nan}, new float[] {1, 1})),
                Arguments.of(
                        "an infinite highest input",
                        limited(new float[] {0, 0}, new float[] {1, Float.POSITIVE_INFINITY})));
    }

    private static ModelFile covariance(float last) {
        return new ModelFile(
                MODEL.channels(),
                MODEL.fill(),
                new float[] {1, 0, 0, last},
                ModelFile.Limits.NONE,
                MODEL.offset(),
                MODEL.range(),
                MODEL.decoder(),
                false);
    }

    private static ModelFile limited(float[] lowest, float[] highest) {
        return new ModelFile(
                MODEL.channels(),
                MODEL.fill(),
                MODEL.covariance(),
                new ModelFile.Limits(lowest, highest),
                MODEL.offset(),
                MODEL.range(),
                MODEL.decoder(),
                false);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenModels")
    void shouldRefuseWhenTheModelHas(String what, ModelFile broken) {
        // When / Then
        assertRefused(Reason.NOT_FINITE, SampleSelection.ofTwoInThree(), broken.toBytes(), Optional.empty());
    }

    @Test
    void shouldRefuseWhenAWeightIsNotFinite() {
        // Given
        for (int i = 0; i < 6; i++) {
            ModelFile broken = SampleSelection.model();
            broken.decoder().layers().get(0).weight()[i] = Float.NEGATIVE_INFINITY;

            // When / Then
            assertRefused(Reason.NOT_FINITE, SampleSelection.ofTwoInThree(), broken.toBytes(), Optional.empty());
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void shouldRefuseWhenAWeightBesideTheLayersIsNotFinite(float weight) {
        // Given
        for (int i = 0; i < 6; i++) {
            float[] skip = new float[6];
            skip[i] = weight;
            DecoderWeights decoder =
                    new DecoderWeights(MODEL.decoder().layers(), MODEL.decoder().norms(), skip);
            ModelFile broken = new ModelFile(MODEL.channels(), MODEL.fill(), MODEL.offset(), MODEL.range(), decoder);

            // When / Then
            assertRefused(Reason.NOT_FINITE, SampleSelection.ofTwoInThree(), broken.toBytes(), Optional.empty());
        }
    }

    @Test
    void shouldRefuseWhenTheModelIsNoModel() {
        // When / Then
        assertRefused(Reason.WRONG_SHAPE, SampleSelection.ofTwoInThree(), new byte[10], Optional.empty());
    }

    @Test
    void shouldHonourTheRolesWhenTheLayoutIsKnown() {
        // Given
        Selection selection = SampleSelection.ofTwoInThree();
        byte[] model = MODEL.toBytes();

        // When / Then
        LoadedSelection.of(selection, model, layout(ChannelRole.REQUIRED, ChannelRole.EXCLUDED, ChannelRole.CANDIDATE));
        assertRefused(
                Reason.ROLE_BROKEN,
                selection,
                model,
                layout(ChannelRole.CANDIDATE, ChannelRole.REQUIRED, ChannelRole.CANDIDATE));
        assertRefused(
                Reason.ROLE_BROKEN,
                selection,
                model,
                layout(ChannelRole.REQUIRED, ChannelRole.CANDIDATE, ChannelRole.EXCLUDED));
        assertRefused(Reason.WRONG_SHAPE, selection, model, layout(ChannelRole.REQUIRED));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void shouldLabelEachReasonInKebabCase(Reason reason) {
        // When / Then
        assertThat(reason.label()).matches("[a-z]+(-[a-z]+)*");
    }

    private static void assertRefused(Reason reason, Selection selection, byte[] model, Optional<SensorLayout> layout) {
        assertThatThrownBy(() -> LoadedSelection.of(selection, model, layout))
                .isInstanceOfSatisfying(RefusedSelectionException.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(reason);
                    assertThat(refused.getMessage()).isNotBlank();
                });
    }

    private static Arguments broken(String what, Reason reason, Consumer<Selection.Builder> change) {
        Selection.Builder builder = SampleSelection.builder();
        change.accept(builder);
        return Arguments.of(what, reason, builder.build());
    }

    private static List<SelectedChannel> selected(Integer... indices) {
        return Stream.of(indices)
                .map(index -> new SelectedChannel(index, "x", 0.5f))
                .toList();
    }

    private static Scaling scaling(List<Float> offset, List<Float> range) {
        return new Scaling("minmax", offset, range);
    }

    private static ReferenceProfile profiles(List<ChannelProfile> channels, List<Float> errors) {
        return ReferenceProfile.newBuilder()
                .setRows(1)
                .setChannels(channels)
                .setChannelError(errors)
                .build();
    }

    private static ErrorSummary validation(double mean, double sd) {
        return new ErrorSummary(1L, mean, sd, 1.0, 1.0, 1.0, 1.0);
    }

    private static ModelFile model(float[] fill, float[] offset, float[] range) {
        return new ModelFile(MODEL.channels(), fill, offset, range, MODEL.decoder());
    }

    private static float[] range(float last) {
        return new float[] {1, 1, last};
    }

    private static Optional<SensorLayout> layout(ChannelRole... roles) {
        return Optional.of(new SensorLayout(
                "press",
                Stream.of(roles).map(role -> new Channel("x", "", 1.0, role)).toList()));
    }
}
