package io.sensieve.standalone.cli;

import io.sensieve.service.SettingException;
import io.sensieve.topic.Keys;
import picocli.CommandLine.Option;

/** Which layout a command is about. */
public final class LayoutOption {
    @Option(
            names = {"-l", "--layout"},
            required = true,
            paramLabel = "L",
            description = "Name of the layout: letters, digits, '.', '_' and '-'.")
    private String layout = "";

    /**
     * The name.
     *
     * @throws SettingException if it cannot be one
     */
    public String name() {
        if (!Keys.isLayout(layout)) {
            throw new SettingException(
                    "Invalid value '" + layout + "' for --layout: must be 1 to 100 letters, digits, '.', '_' or '-'");
        }
        return layout;
    }
}
