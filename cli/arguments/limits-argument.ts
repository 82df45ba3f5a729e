// SPDX-License-Identifier: Apache-2.0
/**
 * Reads `memory=1G cpus=2 disk=20G`, the limits that `set` changes, and names the key of a limit that the contract does
 * not accept.
 */

import type { z } from 'zod';
import type { LimitKey, LimitValue } from '../../contract/model/containers/limits.ts';
import { containerOperations } from '../../contract/operations/containers/container.ts';
import { UsageError } from '../usage-error.ts';
import { type LimitArgument, limitOf } from './argument-parsers.ts';
import { limitOptions } from './limit-options.ts';

const limitsSchema = containerOperations['container.configure'].params.shape.limits;

export type LimitChanges = z.output<typeof limitsSchema>;

export function limitsArgument(words: readonly string[]): LimitChanges {
  const changes: Partial<Record<LimitKey, LimitValue>> = {};
  for (const word of words) {
    const [name = '', ...rest] = word.split('=');
    const option = limitOptions.find((one) => one.name === name);
    if (option === undefined || rest.length === 0)
      throw new UsageError(
        `${word}: give KEY=VALUE, with one of the keys ${limitOptions.map((one) => one.name).join(', ')}`,
      );
    if (option.key in changes) throw new UsageError(`${name} is given twice`);
    changes[option.key] = valueOf(name, () => option.parse(rest.join('=')));
  }
  return accepted(changes);
}

/** The command line's name of a limit. */
export function limitName(key: PropertyKey | undefined): string {
  return limitOptions.find((option) => option.key === key)?.name ?? 'limits';
}

function valueOf(name: string, parse: () => LimitArgument): LimitValue {
  try {
    return limitOf(parse());
  } catch (error) {
    throw new UsageError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function accepted(changes: unknown): LimitChanges {
  const parsed = limitsSchema.safeParse(changes);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${limitName(path.at(-1))}: ${message}`);
  throw new UsageError(problems.join('; '));
}
