// SPDX-License-Identifier: Apache-2.0
/** Limits as keys of Incus, which applies them to a running container at once. */

import { fail } from '../../../../contract/errors.ts';
import { type Limits, type LimitValue, noLimits } from '../../../../contract/model/containers/limits.ts';
import {
  type LimitForm,
  type LimitKey,
  limitKeys,
  limitKindOf,
} from '../../../../contract/model/settings/limit-kinds.ts';
import { say } from '../../../../contract/text.ts';
import type { IncusInstance } from '../../../incus/incus-instances.ts';
import type { AppliedLimit, WantedLimits } from '../engine.ts';
import { limitsOf } from './read-instance.ts';

export interface LimitChanges {
  /** Keys with their values; an empty value takes one away. */
  readonly config: Readonly<Record<string, string>>;
  /** The root with its size, where that changes. */
  readonly devices: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly applied: readonly AppliedLimit[];
}

const periodMs = 100;

/** How a value is written in a key of Incus. */
const texts: Readonly<Record<LimitForm, (value: NonNullable<LimitValue>) => string>> = {
  size: String,
  rate: String,
  number: String,
  cores: (value) => `${Math.max(1, Math.round(Number(value) * periodMs))}ms/${periodMs}ms`,
  // One number would be how many, not which.
  processors: (value) => (/^\d+$/.test(String(value)) ? `${value}-${value}` : String(value)),
};

/** Gives the keys of one limit; none where Incus has no such key. */
function keysOf(key: LimitKey, value: LimitValue): Readonly<Record<string, string>> {
  const { incus, form } = limitKindOf(key);
  if (incus === null) return {};
  return { [incus]: value === null ? '' : texts[form](value) };
}

const keysIn = (limits: WantedLimits): readonly LimitKey[] => limitKeys.filter((key) => limits[key] !== undefined);

/** Fails with `limit-not-possible` for what Incus cannot limit, before anything is changed. */
export function limitChanges(name: string, instance: IncusInstance, limits: WantedLimits): LimitChanges {
  const { diskBytes, ...others } = limits;
  for (const key of keysIn(others)) if (limitKindOf(key).incus === null) notPossible(name, key);
  return {
    config: limitConfig(others, limitsOf(instance)),
    devices: diskBytes === undefined ? {} : rootOf(name, instance, diskBytes),
    applied: keysIn(limits).map((key) => ({ key, applies: 'live', note: null })),
  };
}

/** Gives the limits that are keys. `present` holds the limits of an instance that is there. */
export function limitConfig(limits: WantedLimits, present: Limits = noLimits): Readonly<Record<string, string>> {
  const config = Object.assign({}, ...keysIn(limits).map((key) => keysOf(key, limits[key] ?? null))) as Record<
    string,
    string
  >;
  if (limits.memoryBytes === undefined && limits.swapBytes === undefined) return config;
  const { memoryBytes, swapBytes } = { ...present, ...limits };
  // Memory above the limit would be swapped out, which slows the disk for everybody.
  return swapBytes === null ? { ...config, 'limits.memory.swap': memoryBytes === null ? '' : 'false' } : config;
}

function notPossible(name: string, key: LimitKey): never {
  fail('limit-not-possible', {
    name,
    limit: key,
    reason: say(
      'it is an instance of Incus, which has no such limit; limits of its memory, processors, processes and disk are possible',
    ),
  });
}

/** A root that a profile gives it becomes its own, since what a profile gives is everybody's. */
function rootOf(name: string, instance: IncusInstance, bytes: number | null): LimitChanges['devices'] {
  const [device, root] =
    Object.entries(instance.expanded_devices).find(([, { type, path }]) => type === 'disk' && path === '/') ??
    fail('limit-not-possible', { name, limit: 'diskBytes', reason: say('it has no root device') });
  const { size: _, ...rest } = root;
  return { [device]: bytes === null ? rest : { ...rest, size: String(bytes) } };
}
