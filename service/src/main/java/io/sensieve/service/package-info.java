/** What every Sensieve process shares: settings, life cycle, HTTP endpoint. */
@NullMarked
package io.sensieve.service;

import org.jspecify.annotations.NullMarked;
