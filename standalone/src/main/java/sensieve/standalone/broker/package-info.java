/** A Kafka broker in this JVM. */
@NullMarked
package sensieve.standalone.broker;

import org.jspecify.annotations.NullMarked;
