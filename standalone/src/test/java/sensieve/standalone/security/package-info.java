/** Sensieve under TLS, SASL, ACLs and signatures. */
@NullMarked
package sensieve.standalone.security;

import org.jspecify.annotations.NullMarked;
