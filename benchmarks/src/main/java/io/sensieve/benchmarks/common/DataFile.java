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
 * A data set in a file, read whole.
 *
 * @param name what tables call it, and where the paper's figures are looked up
 * @param path where it was read
 * @param sha256 of the file's bytes, hexadecimal
 * @param channelNames the D channels
 * @param rows all of them
 */
public record DataFile(String name, Path path, String sha256, List<String> channelNames, List<ChannelRow> rows) {
    private static final int FEW_CHANNELS = 100;
    private static final int USUAL_K = 50;
    private static final int K_OF_FEW = 10;
    private static final int BUFFER = 1 << 16;

    public DataFile {
        channelNames = List.copyOf(channelNames);
        rows = List.copyOf(rows);
    }

    /**
     * Reads it.
     *
     * @throws SettingException if it is absent or cannot be read
     */
    public static DataFile read(String name, Path path) {
        String sha256 = checksum(path);
        try (ChannelFile file = ChannelFile.open(path)) {
            return new DataFile(name, path, sha256, file.channelNames(), file.readAll());
        }
    }

    /** As the paper chose: 50, but 10 of fewer than 100 channels. */
    public int usualK() {
        return channelNames.size() < FEW_CHANNELS ? K_OF_FEW : USUAL_K;
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
