/** What every Sensieve process shares: settings, life cycle, HTTP endpoint. */
@NullMarked
package sensieve.service;

import org.jspecify.annotations.NullMarked;
