/** The default demo: real rows with a planted distribution shift and a failed sensor. */
@NullMarked
package io.sensieve.standalone.demo.drift;

import org.jspecify.annotations.NullMarked;
