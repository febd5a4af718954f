package sensieve.topic;

import java.util.regex.Pattern;

/** Keys of the compacted topics. */
public final class Keys {
    private static final Pattern LAYOUT = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private Keys() {}

    /** Whether {@code layout} can be a layout's name: letters, digits, '.', '_' and '-', 1 to 100 of them. */
    public static boolean isLayout(String layout) {
        return LAYOUT.matcher(layout).matches();
    }

    /** Key of a selection. */
    public static String selection(String layout, int version) {
        return layout + "/" + version;
    }

    /** Key of the pointer to the selection in force. */
    public static String current(String layout) {
        return layout + "/current";
    }

    /** Key of a piece of a model file. */
    public static String chunk(String sha256, int index) {
        return sha256 + "/" + index;
    }
}
