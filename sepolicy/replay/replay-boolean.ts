// SPDX-License-Identifier: Apache-2.0
/** Replays recorded accesses on a policy as a boolean would change it. */

import type { BooleanSetting } from '../../contract/model/policy/replay.ts';
import type { Access } from '../decide.ts';
import type { LoadedPolicy } from '../loaded-policy.ts';
import { replay, type Replayed } from './replay.ts';

interface AskedReplay {
  readonly accesses: readonly Access[];
  readonly boolean: BooleanSetting;
}

/** Undefined where the policy has no such boolean. */
export function replayBoolean(
  policy: LoadedPolicy,
  { accesses, boolean: { name, isOn } }: AskedReplay,
): Replayed | undefined {
  if (!policy.booleans.has(name)) return undefined;
  const booleans = new Map(policy.booleans).set(name, isOn);
  return replay(accesses, { present: { policy }, changed: { policy, booleans } });
}
