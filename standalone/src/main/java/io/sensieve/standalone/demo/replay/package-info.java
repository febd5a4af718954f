/** The demo with {@code --in-order}: the rows of a file, unchanged and in their order. */
@NullMarked
package io.sensieve.standalone.demo.replay;

import org.jspecify.annotations.NullMarked;
