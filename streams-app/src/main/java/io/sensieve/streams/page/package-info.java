/** The live page of the streams app, its JSON documents, and the history of each layout that they show. */
@NullMarked
package io.sensieve.streams.page;

import org.jspecify.annotations.NullMarked;
