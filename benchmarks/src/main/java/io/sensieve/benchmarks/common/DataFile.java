package io.sensieve.benchmarks.common;

import io.sensieve.service.SettingException;
import io.sensieve.standalone.data.ChannelFile;
import io.sensieve.standalone.data.ChannelRow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Holds a data set that was read from a file.
 *
 * @param name name in tables, and key of the paper's figures
 * @param path of the file
 * @param sha256 hexadecimal digest of the file
 * @param channelNames names of the D channels
 * @param rows all rows of the file
 */
public record DataFile(String name, Path path, String sha256, List<String> channelNames, List<ChannelRow> rows) {
    private static final int SMALL_D = 100;
    private static final int LARGE_K = 50;
    private static final int SMALL_K = 10;
    private static final int BUFFER = 1 << 16;

    public DataFile {
        channelNames = List.copyOf(channelNames);
        rows = List.copyOf(rows);
    }

    /**
     * Reads a file.
     *
     * @throws SettingException if the file is absent or cannot be read
     */
    public static DataFile read(String name, Path path) {
        String sha256 = checksum(path);
        try (ChannelFile file = ChannelFile.open(path)) {
            return new DataFile(name, path, sha256, file.channelNames(), file.readAll());
        }
    }

    /** Number of channels that the paper selects: 50, or 10 of fewer than 100 channels. */
    public int defaultK() {
        return channelNames.size() < SMALL_D ? SMALL_K : LARGE_K;
    }

    private static String checksum(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchFileException e) {
            throw new SettingException("Data file " + path + " does not exist", e);
        } catch (IOException e) {
            throw new SettingException("Data file " + path + " cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
