package io.sensieve.topic;

/** Keys of the compacted topics. */
public final class Keys {
    private static final int LAYOUT_LONGEST = 100;

    private Keys() {}

    /** Whether {@code layout} can be a layout's name: letters, digits, '.', '_' and '-', 1 to 100 of them. */
    public static boolean isLayout(String layout) {
        for (int i = 0; i < layout.length(); i++) {
            if (!isLayout(layout.charAt(i))) {
                return false;
            }
        }
        return !layout.isEmpty() && layout.length() <= LAYOUT_LONGEST;
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

    /** Key of the pointer to the selection in force. */
    public static String current(String layout) {
        return layout + "/current";
    }

    /** Key of a piece of a model file. */
    public static String chunk(String sha256, int index) {
        return sha256 + "/" + index;
    }
}
