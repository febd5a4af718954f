package io.sensieve.standalone.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as text. */
final class NumberFormats {
    private NumberFormats() {}

    /** Five digits, as the command prints errors. */
    static String error(double value) {
        return String.format(Locale.ROOT, "%.4e", value);
    }

    /** With one digit after the point. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** At most three digits. */
    static String brief(double value) {
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-3 || size >= 1e5)) {
            String full = String.format(Locale.ROOT, "%.2e", value);
            return full.replaceFirst("\\.?0+e", "e")
                    .replaceFirst("e([+-])0?", "e$1")
                    .replace("e+", "e");
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
        return rounded.toPlainString();
    }

    /** A length in a picture. */
    static String length(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
