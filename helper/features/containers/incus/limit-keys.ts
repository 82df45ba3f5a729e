// SPDX-License-Identifier: Apache-2.0
/** Limits as keys of Incus, which applies them to a running container at once. */

import { fail } from '../../../../contract/errors.ts';
import { type LimitKey, limitKeys, type LimitValue } from '../../../../contract/model/containers/limits.ts';
import { say } from '../../../../contract/text.ts';
import type { IncusInstance } from '../../../incus/incus-instances.ts';
import type { AppliedLimit, WantedLimits } from '../engine.ts';

export interface LimitChanges {
  /** Keys with their values; an empty value takes one away. */
  readonly config: Readonly<Record<string, string>>;
  /** The root with its size, where that changes. */
  readonly devices: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly applied: readonly AppliedLimit[];
}

const periodMs = 100;

const keysOf: Readonly<Partial<Record<LimitKey, (value: LimitValue) => Readonly<Record<string, string>>>>> = {
  // Memory above the limit would be swapped out, which slows the disk for everybody.
  memoryBytes: (value) => ({
    'limits.memory': value === null ? '' : String(value),
    'limits.memory.swap': value === null ? '' : 'false',
  }),
  cpus: (value) => ({
    'limits.cpu.allowance':
      value === null ? '' : `${Math.max(1, Math.round(Number(value) * periodMs))}ms/${periodMs}ms`,
  }),
  // One number would be how many, not which.
  cpuSet: (value) => ({ 'limits.cpu': /^\d+$/.test(String(value)) ? `${value}-${value}` : String(value ?? '') }),
  pids: (value) => ({ 'limits.processes': value === null ? '' : String(value) }),
};

const keysIn = (limits: WantedLimits): readonly LimitKey[] => limitKeys.filter((key) => limits[key] !== undefined);

/** Fails with `limit-not-possible` for what Incus cannot limit, before anything is changed. */
export function limitChanges(name: string, instance: IncusInstance, limits: WantedLimits): LimitChanges {
  const { diskBytes, ...others } = limits;
  for (const key of keysIn(others)) if (keysOf[key] === undefined) notPossible(name, key);
  return {
    config: limitConfig(others),
    devices: diskBytes === undefined ? {} : rootOf(name, instance, diskBytes),
    applied: keysIn(limits).map((key) => ({ key, applies: 'live', note: null })),
  };
}

/** Gives the limits that are keys. */
export function limitConfig(limits: WantedLimits): Readonly<Record<string, string>> {
  return Object.assign({}, ...keysIn(limits).map((key) => keysOf[key]?.(limits[key] ?? null) ?? {})) as Record<
    string,
    string
  >;
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
