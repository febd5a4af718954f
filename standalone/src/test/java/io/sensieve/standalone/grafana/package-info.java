/** What {@code grafana} holds, held against the services: meters, queries, alerts. */
@NullMarked
package io.sensieve.standalone.grafana;

import org.jspecify.annotations.NullMarked;
