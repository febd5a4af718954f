package sensieve.standalone.cli;

import picocli.CommandLine.Option;
import sensieve.service.SettingException;
import sensieve.topic.Keys;

/** Which layout a command is about. */
final class LayoutOption {
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
    String name() {
        if (!Keys.isLayout(layout)) {
            throw new SettingException(
                    "Invalid value '" + layout + "' for --layout: must be 1 to 100 letters, digits, '.', '_' or '-'");
        }
        return layout;
    }
}
