/** Signs selections and pointers, and verifies their signatures (Ed25519, RFC 8032). */
@NullMarked
package io.sensieve.signing;

import org.jspecify.annotations.NullMarked;
