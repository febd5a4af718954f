package io.sensieve.codec;

import io.sensieve.SensorRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/** Makes Avro trust the generated classes: since 1.12.2 it instantiates no class that is not trusted. */
final class TrustedTypes {
    private static final String PACKAGE = SensorRecord.class.getPackageName();

    private TrustedTypes() {}

    /** Adds the generated records of this project, in their package and those below, to the types that are trusted. */
    static void install() {
        ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();
        ClassSecurityValidator.setGlobal(type -> isOurs(type.getPackageName()) || before.isTrusted(type));
    }

    private static boolean isOurs(String name) {
        return name.equals(PACKAGE) || name.startsWith(PACKAGE + ".");
    }
}
