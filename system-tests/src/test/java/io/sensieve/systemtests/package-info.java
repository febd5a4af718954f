@NullMarked
package io.sensieve.systemtests;

import org.jspecify.annotations.NullMarked;
