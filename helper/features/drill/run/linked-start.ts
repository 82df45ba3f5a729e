// SPDX-License-Identifier: Apache-2.0
/**
 * Starts the attacker with mount points that are links out of its tree, as its root could leave them behind: the host
 * must mount and write nothing through them, and a container that starts all the same must be in its own context.
 */

import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { DrillCell } from '../../../../contract/model/drill.ts';
import { contextOf } from '../../../lxc/runtime.ts';
import { domainType } from '../../../selinux/types.ts';
import type { Guest, Guests } from './guests.ts';
import { judge } from '../judge/judge.ts';
import type { Attemptable } from '../probes/probe.ts';
import { attackerLines } from '../probes/variants.ts';
import { messageOf } from '../../../system/message-of.ts';

const points = ['proc', 'sys', 'dev'] as const;
const words = 'untouched';
const patternPath = '/proc/sys/kernel/core_pattern';

/** The attacker must not run, and is as it was afterwards. */
export async function tryLinkedStarts(
  { probe, attacker }: { readonly probe: Attemptable; readonly attacker: Guest },
  guests: Guests,
  signal: AbortSignal,
): Promise<DrillCell> {
  const seen: Seen[] = [];
  for (const point of points) seen.push(await startWithLink({ point, attacker }, guests, signal));
  const nothing = { context: '', capabilities: 0n, seccomp: '' };
  const isDone = seen.some((one) => one.isDone);
  return judge(
    probe,
    { probe: probe.id, kind: 'held', call: 'start', words: seen.map((one) => one.words).join('; ') },
    {
      self: nothing,
      denials: [],
      secret: '',
      deniedCalls: new Map(),
      idBase: attacker.idBase,
      counted: undefined,
      silentDenial: undefined,
      fullLayer: undefined,
      harm: {
        isDone,
        words: isDone ? 'the host sees something of its own changed' : 'the host sees its own files as they were',
      },
    },
  );
}

interface Seen {
  readonly isDone: boolean;
  readonly words: string;
}

async function startWithLink(
  { point, attacker }: { readonly point: (typeof points)[number]; readonly attacker: Guest },
  guests: Guests,
  signal: AbortSignal,
): Promise<Seen> {
  // The canary is in the container's own folder, which its root may pass through, and which goes with it.
  const canary = mkdtempSync(join(dirname(attacker.rootfs), 'canary-'));
  chmodSync(canary, 0o777);
  const place = join(attacker.rootfs, point);
  const pattern = readFileSync(patternPath, 'utf8');
  try {
    writeFileSync(join(canary, 'file'), words);
    rmSync(place, { recursive: true });
    symlinkSync(canary, place);
    const lines = attackerLines(attacker.lines, {
      variant: undefined,
      isServing: false,
      domain: domainType,
      otherContainer: '',
    });
    const started = await startOf({ guests, attacker }, lines, signal);
    const isTouched = readdirSync(canary).join() !== 'file' || readFileSync(join(canary, 'file'), 'utf8') !== words;
    const isDone = isTouched || readFileSync(patternPath, 'utf8') !== pattern || !started.isConfined;
    return { isDone, words: `with /${point} as a link ${started.words}` };
  } finally {
    await guests.end(attacker, signal).catch(() => undefined);
    rmSync(canary, { recursive: true, force: true });
    rmSync(place, { recursive: true, force: true });
    mkdirSync(place, { mode: 0o755 });
    chownSync(place, attacker.idBase, attacker.idBase);
  }
}

async function startOf(
  { guests, attacker }: { readonly guests: Guests; readonly attacker: Guest },
  lines: Guest['lines'],
  signal: AbortSignal,
): Promise<{ isConfined: boolean; words: string }> {
  try {
    const { initPid, context } = await guests.start(attacker, lines, signal);
    const actual = contextOf(initPid);
    return { isConfined: actual === context, words: `it runs, in the context ${actual ?? 'of nobody'}` };
  } catch (error) {
    signal.throwIfAborted();
    return { isConfined: true, words: `it did not start: ${messageOf(error)}` };
  }
}
