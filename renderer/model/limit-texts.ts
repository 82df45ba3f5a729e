/** Limits as they are typed, and back. Empty means no limit. The contract's schema decides what is allowed. */

import { limitsSchema, type Limits } from '../../contract/model/limits.ts';
import { bytesAsTyped, parseBytes, parseCount } from './units.ts';

export interface LimitTexts {
  readonly memory: string;
  readonly cpus: string;
  readonly pids: string;
}

export type LimitProblems = Partial<Readonly<Record<keyof LimitTexts, string>>>;

export type ReadLimits = { readonly status: 'valid'; readonly limits: Limits } | { readonly status: 'invalid'; readonly problems: LimitProblems };

const fieldOf = { memoryBytes: 'memory', cpus: 'cpus', pids: 'pids' } as const;

export function limitTexts({ memoryBytes, cpus, pids }: Limits): LimitTexts {
  return { memory: memoryBytes === null ? '' : bytesAsTyped(memoryBytes), cpus: cpus?.toString() ?? '', pids: pids?.toString() ?? '' };
}

export function readLimits(texts: LimitTexts): ReadLimits {
  const problems: { -readonly [Field in keyof LimitTexts]?: string } = {};
  function read(field: keyof LimitTexts, parse: (text: string) => number | undefined, example: string): number | null {
    if (texts[field].trim() === '') return null;
    const value = parse(texts[field]);
    if (value === undefined) problems[field] = `not understood; write for example ${example}`;
    return value ?? null;
  }
  const limits = { memoryBytes: read('memory', parseBytes, '512M or 1.5 GiB'), cpus: read('cpus', parseCount, '1.5'), pids: read('pids', parseCount, '512') };
  const parsed = limitsSchema.safeParse(limits);
  for (const issue of parsed.error?.issues ?? []) {
    const field = fieldOf[issue.path[0] as keyof Limits];
    problems[field] ??= issue.message;
  }
  return parsed.success && Object.keys(problems).length === 0 ? { status: 'valid', limits: parsed.data } : { status: 'invalid', problems };
}

export function changedLimits(before: Limits, after: Limits): Partial<Limits> {
  return {
    ...(before.memoryBytes === after.memoryBytes ? {} : { memoryBytes: after.memoryBytes }),
    ...(before.cpus === after.cpus ? {} : { cpus: after.cpus }),
    ...(before.pids === after.pids ? {} : { pids: after.pids }),
  };
}
