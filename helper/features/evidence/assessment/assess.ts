// SPDX-License-Identifier: Apache-2.0
/** Judges the claims by the evidence, and the controls by the claims. */

import { type ClaimId, claimIds, claims } from './claims.ts';
import { type Control, controls } from './controls.ts';
import type { FactState, Seen } from './facts.ts';
import { readValues } from './read-values.ts';

export interface JudgedClaim {
  readonly id: ClaimId;
  readonly state: FactState;
  readonly seen: readonly Seen[];
}

export interface JudgedControl extends Control {
  /** A control is satisfied only where each of its claims is met. */
  readonly state: FactState;
  readonly judged: readonly JudgedClaim[];
}

export interface Assessment {
  readonly claims: readonly JudgedClaim[];
  readonly controls: readonly JudgedControl[];
  /** What holds for all controls and is not claimed. */
  readonly notClaimed: readonly string[];
}

const alwaysNotClaimed = [
  'A control is assessed only in what the evidence shows of this one host; satisfied does not mean that the control is ' +
    'implemented as a whole.',
  'The certificate, the audit and the versions are of the time at which the evidence was made, and not of the whole period.',
  'Somebody who was root on the host could read the key that signs, and write all of this.',
];

export function assess(files: ReadonlyMap<string, string>): Assessment {
  const values = readValues(files);
  const judge = (id: ClaimId): JudgedClaim => {
    const seen = claims[id].facts.flatMap((look) => look(values));
    return { id, state: worst(seen.map(({ state }) => state)), seen };
  };
  const judgedClaims = new Map(claimIds.map((id) => [id, judge(id)]));
  const judgedControls = controls.map((control) => {
    const judged = control.claims.flatMap((id) => judgedClaims.get(id) ?? []);
    return Object.assign({ state: worst(judged.map(({ state }) => state)), judged }, control);
  });
  return {
    claims: [...judgedClaims.values()],
    controls: judgedControls,
    notClaimed: [...alwaysNotClaimed, kernelLimit(values.kernelRecord?.lines ?? null)],
  };
}

function worst(states: readonly FactState[]): FactState {
  if (states.includes('not-met')) return 'not-met';
  return states.length === 0 || states.includes('unknown') ? 'unknown' : 'met';
}

function kernelLimit(lines: readonly string[] | null): string {
  return lines === null
    ? 'The kernel has no record of its own of the state and the policy of SELinux, so both are as the helper read them.'
    : 'The record of the kernel is given as it was read, and is not compared with a quote of a TPM.';
}
