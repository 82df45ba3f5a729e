// SPDX-License-Identifier: Apache-2.0
/**
 * Reads what the attacker's program writes: what holds it, then how far each attempt came, and where one waits. Its words are evidence,
 * never part of a command or a rule.
 */

/** The confinement that the program found on itself. */
export interface Circumstances {
  readonly context: string;
  /** Bits of the effective capabilities, within its user namespace. */
  readonly capabilities: bigint;
  /** A filter is on where it is 2. */
  readonly seccomp: string;
}

export type Attempt =
  | { readonly probe: string; readonly kind: 'done'; readonly caught: string }
  | { readonly probe: string; readonly kind: 'denied'; readonly errno: number; readonly call: string }
  | { readonly probe: string; readonly kind: 'held'; readonly call: string; readonly words: string }
  | { readonly probe: string; readonly kind: 'killed'; readonly signal: number }
  | { readonly probe: string; readonly kind: 'failed'; readonly reason: string };

export type ProgramLine =
  | { readonly kind: 'self'; readonly self: Circumstances }
  | { readonly kind: 'attempt'; readonly attempt: Attempt }
  /** The attempt keeps what it has taken until the host has looked. */
  | { readonly kind: 'waits'; readonly probe: string }
  | { readonly kind: 'end' };

/** Undefined for a line that is none of the program's. */
export function parseProgramLine(line: string): ProgramLine | undefined {
  const fields = line.trim().split('\t');
  if (!fields.every((field) => /^(?:[0-9a-f]{2})*$/.test(field))) return undefined;
  const [name = '', ...rest] = fields.map((field) => Buffer.from(field, 'hex').toString('latin1'));
  if (name === 'end') return { kind: 'end' };
  if (name === 'self') return { kind: 'self', self: circumstances(rest) };
  if (rest[0] === 'waits') return { kind: 'waits', probe: name };
  const attempt = attemptOf(name, rest);
  return attempt === undefined ? undefined : { kind: 'attempt', attempt };
}

function circumstances([context = '', capabilities = '', , seccomp = '']: readonly string[]): Circumstances {
  return { context, capabilities: /^[0-9a-f]+$/.test(capabilities) ? BigInt(`0x${capabilities}`) : 0n, seccomp };
}

function attemptOf(probe: string, [kind, number = '0', call = '', text = '']: readonly string[]): Attempt | undefined {
  switch (kind) {
    case 'done':
      return { probe, kind, caught: text };
    case 'denied':
      return { probe, kind, errno: Number(number), call };
    case 'held':
      return { probe, kind, call, words: text };
    case 'killed':
      return { probe, kind, signal: Number(number) };
    case 'failed':
      return { probe, kind, reason: text };
    case 'unknown':
      return { probe, kind: 'failed', reason: 'the program does not know this attempt' };
    default:
      return undefined;
  }
}
