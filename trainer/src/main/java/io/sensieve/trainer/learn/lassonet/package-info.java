/** LassoNet (Lemhadri et al., JMLR 2021). */
@NullMarked
package io.sensieve.trainer.learn.lassonet;

import org.jspecify.annotations.NullMarked;
