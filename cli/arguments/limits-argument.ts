/** Reads `memory=1G cpus=2 pids=512`, the limits that `set` changes, and names the key of one that the contract refuses. */

import type { z } from 'zod';
import { containerOperations } from '../../contract/operations/container.ts';
import type { Result } from '../../contract/operations/index.ts';
import { UsageError } from '../usage-error.ts';
import { cpusArgument, type LimitArgument, limitOf, memoryArgument, pidsArgument } from './argument-parsers.ts';

const limitsSchema = containerOperations['container.configure'].params.shape.limits;

export type LimitChanges = z.output<typeof limitsSchema>;
export type LimitKey = Result<'container.configure'>['applied'][number]['key'];

/** By the names that the command line has for them. */
const keys = {
  memory: { key: 'memoryBytes', parse: memoryArgument },
  cpus: { key: 'cpus', parse: cpusArgument },
  pids: { key: 'pids', parse: pidsArgument },
} as const satisfies Record<string, { key: LimitKey; parse: (text: string) => LimitArgument }>;

export function limitsArgument(words: readonly string[]): LimitChanges {
  const changes: Partial<Record<LimitKey, number | null>> = {};
  for (const word of words) {
    const [name = '', ...rest] = word.split('=');
    if (!isKnown(name) || rest.length === 0) throw new UsageError(`${word}: give KEY=VALUE, with one of the keys ${Object.keys(keys).join(', ')}`);
    const { key, parse } = keys[name];
    if (key in changes) throw new UsageError(`${name} is given twice`);
    changes[key] = valueOf(name, () => parse(rest.join('=')));
  }
  return accepted(changes);
}

/** The command line's name of a limit. */
export function limitName(key: LimitKey): string {
  return Object.entries(keys).find(([, value]) => value.key === key)?.[0] ?? key;
}

function isKnown(name: string): name is keyof typeof keys {
  return Object.hasOwn(keys, name);
}

function valueOf(name: string, parse: () => LimitArgument): number | null {
  try {
    return limitOf(parse());
  } catch (error) {
    throw new UsageError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function accepted(changes: unknown): LimitChanges {
  const parsed = limitsSchema.safeParse(changes);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${nameIn(path)}: ${message}`);
  throw new UsageError(problems.join('; '));
}

function nameIn(path: readonly PropertyKey[]): string {
  const name = Object.entries(keys).find(([, { key }]) => key === path.at(-1));
  return name?.[0] ?? 'limits';
}
