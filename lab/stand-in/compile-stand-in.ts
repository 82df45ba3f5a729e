// SPDX-License-Identifier: Apache-2.0
/** Compiles the stand-in, alone or with modules, for tests that read what a compiler makes of it. */

import { compileCil, type CompiledPolicy } from './compile-cil.ts';
import { standInPolicy } from './stand-in-policy.ts';

export type CompiledStandIn = CompiledPolicy;

/** With all neverallow rules; fails in the compiler's words. `modules` are CIL texts. */
export async function compileStandIn(...modules: readonly string[]): Promise<CompiledStandIn> {
  return compileCil([await standInPolicy(), ...modules]);
}
