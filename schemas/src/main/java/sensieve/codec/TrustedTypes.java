package sensieve.codec;

import org.apache.avro.util.ClassSecurityValidator;

/** Avro 1.12.2 instantiates no generated class whose package is not trusted. */
final class TrustedTypes {
    private TrustedTypes() {}

    /** Adds the package of the generated records to what the process trusts already. */
    static void install() {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(),
                ClassSecurityValidator.builder().add("sensieve.*").build()));
    }
}
