/** What {@code grafana} holds, held against the services: meters, queries, alerts. */
@NullMarked
package sensieve.standalone.grafana;

import org.jspecify.annotations.NullMarked;
