// SPDX-License-Identifier: Apache-2.0
/** How far a change of a policy module is at each of its steps; loading takes most of the time. */

import type { PolicyStep } from '../../../contract/model/policy/policy-module.ts';

const fractions: Readonly<Record<PolicyStep, number>> = {
  check: 0,
  compile: 0.05,
  wait: 0.3,
  install: 0.35,
  apply: 0.95,
};

export function progressOf(step: PolicyStep): { readonly step: PolicyStep; readonly fraction: number } {
  return { step, fraction: fractions[step] };
}
