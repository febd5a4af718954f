/** Sensieve under TLS, SASL, ACLs and signatures. */
@NullMarked
package io.sensieve.standalone.security;

import org.jspecify.annotations.NullMarked;
