/** Signatures of selections and pointers: who made them, and that nobody changed them (Ed25519, RFC 8032). */
@NullMarked
package io.sensieve.signing;

import org.jspecify.annotations.NullMarked;
