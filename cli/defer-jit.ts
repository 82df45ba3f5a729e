// SPDX-License-Identifier: Apache-2.0
/**
 * Delays the compiler of a program that is mostly at its end before the engine has compiled what ran often: such work
 * only takes the processor from it. The compiler begins later, for programs that run on.
 */

import { setTimeout } from 'node:timers';
import { setFlagsFromString } from 'node:v8';

const worthwhileAfterMs = 400;

export function deferJit(): void {
  setFlagsFromString('--no-opt');
  setTimeout(() => setFlagsFromString('--opt'), worthwhileAfterMs).unref();
}
