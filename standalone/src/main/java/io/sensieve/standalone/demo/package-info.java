/** The demo: the whole loop on real data, in one JVM. */
@NullMarked
package io.sensieve.standalone.demo;

import org.jspecify.annotations.NullMarked;
