package io.sensieve.topic;

/** Creates the keys of the compacted topics. */
public final class Keys {
    private static final int LAYOUT_MAX_LENGTH = 100;

    private Keys() {}

    /** Whether {@code layout} is a valid name: 1 to 100 letters, digits, '.', '_' or '-'. */
    public static boolean isLayout(String layout) {
        for (int i = 0; i < layout.length(); i++) {
            if (!isLayout(layout.charAt(i))) {
                return false;
            }
        }
        return !layout.isEmpty() && layout.length() <= LAYOUT_MAX_LENGTH;
    }

    private static boolean isLayout(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }

    /** Key of a selection. */
    public static String selection(String layout, int version) {
        return layout + "/" + version;
    }

    /** Key of the pointer to the active selection. */
    public static String current(String layout) {
        return layout + "/current";
    }

    /** Key of a chunk of a model file. */
    public static String chunk(String sha256, int index) {
        return sha256 + "/" + index;
    }
}
