package io.sensieve.standalone;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Writes channel files in which a few source channels determine all others. */
public final class PlantedFile {
    /** Channels {@code source0} to {@code source3}, then mixtures of them. */
    public static final int SOURCES = 4;

    private PlantedFile() {}

    /** A file of {@code rows} rows and {@code channels} channels. */
    public static Path write(Path file, int rows, int channels, long seed) throws IOException {
        return writeChanging(file, rows, channels, rows, seed);
    }

    /**
     * A file in which the last half of the channels change their mixture from row {@code changed} on, counted from 0.
     */
    public static Path writeChanging(Path file, int rows, int channels, int changed, long seed) throws IOException {
        Random random = new Random(seed);
        double[][] mix = new double[channels][SOURCES];
        for (double[] weights : mix) {
            for (int s = 0; s < SOURCES; s++) {
                weights[s] = random.nextGaussian();
            }
        }
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int c = 0; c < channels; c++) {
                out.write((c == 0 ? "" : ",") + (c < SOURCES ? "source" : "mix") + c);
            }
            out.write("\n");
            for (int r = 0; r < rows; r++) {
                for (int c = channels / 2; r == changed && c < channels; c++) {
                    for (int s = 0; s < SOURCES; s++) {
                        mix[c][s] = random.nextGaussian();
                    }
                }
                double[] sources = random.doubles(SOURCES, -1, 1).toArray();
                for (int c = 0; c < channels; c++) {
                    double value = c < SOURCES ? sources[c] : mixed(sources, mix[c]) + 0.05 * random.nextGaussian();
                    out.write((c == 0 ? "" : ",") + (float) value);
                }
                out.write("\n");
            }
        }
        return file;
    }

    /**
     * A file of {@code rows} rows, ten channels and a label: {@code high} where channel 4 is above 0, else {@code low}.
     */
    public static Path writeLabelled(Path file, int rows, long seed) throws IOException {
        Random random = new Random(seed);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("label,c0,c1,c2,c3,c4,c5,c6,c7,c8,c9\n");
            for (int r = 0; r < rows; r++) {
                double[] values = random.doubles(10, -1, 1).toArray();
                out.write(values[4] > 0 ? "high" : "low");
                for (double value : values) {
                    out.write("," + (float) value);
                }
                out.write("\n");
            }
        }
        return file;
    }

    private static double mixed(double[] sources, double[] weights) {
        double sum = 0;
        for (int s = 0; s < SOURCES; s++) {
            sum += sources[s] * weights[s];
        }
        return sum;
    }
}
