/** What a training from a file came to, and the page that tells it. */
@NullMarked
package io.sensieve.standalone.report;

import org.jspecify.annotations.NullMarked;
