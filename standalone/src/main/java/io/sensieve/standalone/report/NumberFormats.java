package io.sensieve.standalone.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Formats numbers for reports. */
final class NumberFormats {
    private NumberFormats() {}

    /** Formats an error with five significant digits. */
    static String error(double value) {
        return String.format(Locale.ROOT, "%.4e", value);
    }

    /** Formats a share as a percentage with one decimal. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** Formats a number with at most three significant digits. */
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

    /** Formats a coordinate or length of a chart. */
    static String length(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
