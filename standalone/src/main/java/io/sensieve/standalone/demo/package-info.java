/** The {@code demo} command: options in, a played demo and its result out. */
@NullMarked
package io.sensieve.standalone.demo;

import org.jspecify.annotations.NullMarked;
