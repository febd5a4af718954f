/** The commands that train on a file: train and compare. */
@NullMarked
package io.sensieve.standalone.cli.learn;

import org.jspecify.annotations.NullMarked;
