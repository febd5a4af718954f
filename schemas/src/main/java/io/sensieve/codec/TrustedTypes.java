package io.sensieve.codec;

import io.sensieve.SensorRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/** Adds the generated classes to Avro's trusted classes: since 1.12.2 Avro instantiates no others. */
final class TrustedTypes {
    private static final String PACKAGE = SensorRecord.class.getPackageName();

    private TrustedTypes() {}

    /** Trusts the package of the generated records and its subpackages, beside the classes that are trusted already. */
    static void install() {
        ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();
        ClassSecurityValidator.setGlobal(type -> isOurs(type.getPackageName()) || before.isTrusted(type));
    }

    private static boolean isOurs(String name) {
        return name.equals(PACKAGE) || name.startsWith(PACKAGE + ".");
    }
}
