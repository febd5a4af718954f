@NullMarked
package io.sensieve.trainer;

import org.jspecify.annotations.NullMarked;
