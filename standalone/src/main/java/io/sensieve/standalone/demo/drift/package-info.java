/** The default demo: real rows with a planted change of some channels and a failed sensor. */
@NullMarked
package io.sensieve.standalone.demo.drift;

import org.jspecify.annotations.NullMarked;
