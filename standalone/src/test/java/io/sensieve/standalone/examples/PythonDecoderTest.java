package io.sensieve.standalone.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.data.Offset.offset;

import io.sensieve.model.DecoderWeights;
import io.sensieve.model.DecoderWeights.Linear;
import io.sensieve.model.DecoderWeights.Norm;
import io.sensieve.model.ModelFile;
import io.sensieve.model.ModelFile.Limits;
import io.sensieve.model.Reconstructor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the Python decoder with that of the app; skipped without Python or NumPy. */
class PythonDecoderTest {
    private static final int D = 12;
    private static final int K = 4;
    private static final int HIDDEN = 7;

    @TempDir
    private Path folder;

    private final Random random = new Random(11);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReconstructAsTheAppDoesWhenPythonReadsTheModel(boolean normalised) throws Exception {
        // Given
        assumeThat(run("-c", "import numpy").exitCode()).as("Python with NumPy").isZero();
        ModelFile model = model(normalised);
        Path file = Files.write(folder.resolve("model.safetensors"), model.toBytes());
        float[][] reduced = IntStream.range(0, 20).mapToObj(row -> values(K)).toArray(float[][]::new);
        reduced[3][1] = Float.NaN;
        reduced[4][0] = Float.NaN;
        reduced[4][2] = Float.NaN;
        Arrays.fill(reduced[5], Float.NaN);
        String csv = Arrays.stream(reduced).map(PythonDecoderTest::line).collect(Collectors.joining());
        Files.writeString(folder.resolve("reduced.csv"), csv);

        // When
        Result result = run("../docs/python/sensieve_decoder.py", file.toString());

        // Then
        assertThat(result.exitCode()).as(result.out()).isZero();
        List<String> lines = result.out().lines().toList();
        assertThat(lines).hasSameSizeAs(reduced);
        Reconstructor reconstructor = new Reconstructor(model);
        for (int row = 0; row < reduced.length; row++) {
            float[] expected = reconstructor.reconstruct(reduced[row]);
            String[] values = lines.get(row).split(",", -1);
            assertThat(values).hasSize(D);
            for (int channel = 0; channel < D; channel++) {
                assertThat(Float.parseFloat(values[channel])).isCloseTo(expected[channel], offset(1e-4f));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,2,3|line 1 has 3 values separated by commas, the model needs 4",
                "1 2 3 4|line 1 has 1 values separated by commas, the model needs 4",
                "1,2,x,4|line 1: could not convert string to float: 'x'"
            })
    void shouldNameTheLineWhenItIsNotKNumbers(String line, String message) throws Exception {
        // Given
        assumeThat(run("-c", "import numpy").exitCode()).as("Python with NumPy").isZero();
        Path file = Files.write(folder.resolve("model.safetensors"), model(true).toBytes());
        Files.writeString(folder.resolve("reduced.csv"), line + "\n");

        // When
        Result result = run("../docs/python/sensieve_decoder.py", file.toString());

        // Then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out().strip()).isEqualTo("sensieve_decoder.py: " + message);
    }

    private ModelFile model(boolean normalised) {
        float[] range = new float[D];
        for (int i = 0; i < D; i++) {
            range[i] = 0.5f + random.nextFloat();
        }
        DecoderWeights decoder = new DecoderWeights(
                List.of(
                        new Linear(K, HIDDEN, values(HIDDEN * K), values(HIDDEN)),
                        new Linear(HIDDEN, D, values(D * HIDDEN), values(D))),
                normalised ? List.of(new Norm(values(HIDDEN), values(HIDDEN))) : List.of(),
                values(D * K));
        Limits limits = new Limits(new float[] {-1, -0.5f, -1, -2}, new float[] {1, 0.5f, 1, 2});
        float[] covariance = {4, 1.5f, 0, 0.9f, 1.5f, 1, 0, 0, 0, 0, 0, 0, 0.9f, 0, 0, 1};
        return new ModelFile(new int[] {1, 4, 5, 11}, values(K), covariance, limits, values(D), range, decoder, false);
    }

    private float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static String line(float[] row) {
        return IntStream.range(0, row.length)
                .mapToObj(i -> Float.isNaN(row[i]) ? "" : Float.toString(row[i]))
                .collect(Collectors.joining(",", "", "\n"));
    }

    private record Result(int exitCode, String out) {}

    private Result run(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", "-B"));
        command.addAll(List.of(arguments));
        Path input = folder.resolve("reduced.csv");
        Path output = folder.resolve("out");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            if (Files.exists(input)) {
                builder.redirectInput(input.toFile());
            }
            int exitCode = builder.start().waitFor();
            return new Result(exitCode, Files.readString(output));
        } catch (IOException e) {
            return new Result(-1, e.toString());
        }
    }
}
