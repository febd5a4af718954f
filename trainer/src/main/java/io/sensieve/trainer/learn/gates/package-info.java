/** STG, stochastic gates (Yamada et al., ICML 2020). */
@NullMarked
package io.sensieve.trainer.learn.gates;

import org.jspecify.annotations.NullMarked;
