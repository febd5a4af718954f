/** Reading and writing the topics of a running system. */
@NullMarked
package sensieve.standalone.client;

import org.jspecify.annotations.NullMarked;
