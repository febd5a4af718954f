/** Runs broker, devices, trainer and streams app of a demo in this JVM and follows their topics. */
@NullMarked
package io.sensieve.standalone.demo.run;

import org.jspecify.annotations.NullMarked;
