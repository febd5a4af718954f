/** The selecting layer of IP-CAE and CAE (equations 1, 3, 5, 6): logits, Gumbel-Softmax sampling, annealing. */
@NullMarked
package io.sensieve.trainer.learn.concrete;

import org.jspecify.annotations.NullMarked;
