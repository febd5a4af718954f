package io.sensieve.standalone.cli;

import io.sensieve.service.SettingException;
import io.sensieve.topic.Keys;
import picocli.CommandLine.Option;

/** Reads the required option {@code --layout}. */
public final class LayoutOption {
    @Option(
            names = {"-l", "--layout"},
            required = true,
            paramLabel = "L",
            description = "Name of the layout: letters, digits, '.', '_' and '-'.")
    private String layout = "";

    /**
     * The name of the layout.
     *
     * @throws SettingException if it is empty, too long or has other characters
     */
    public String name() {
        if (!Keys.isLayout(layout)) {
            throw new SettingException(
                    "Invalid value '" + layout + "' for --layout: must be 1 to 100 letters, digits, '.', '_' or '-'");
        }
        return layout;
    }
}
