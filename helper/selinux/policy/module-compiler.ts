// SPDX-License-Identifier: Apache-2.0
/**
 * A process of its own that compiles one policy module against the loaded policy (CIL on its standard input), with the
 * base module's neverallow rules, and reports what the module would change. It runs as nobody in a folder of its own,
 * and the compiler below it with limited time, memory and output.
 * A module that exhausts these limits ends only this process.
 */

import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { type CompilationAnswer, type CompilationTask, withoutDifference } from './compilation.ts';
import { statementsOnly } from '../../../sepolicy/cil/decompiled.ts';
import { accessDifference } from '../../../sepolicy/own-domain/access-difference.ts';
import type { SourceProblem } from '../../../sepolicy/own-domain/check-source.ts';
import { grantedBeyond } from '../../../sepolicy/own-domain/granted-beyond.ts';
import { maxProblems, problemsIn } from '../../../sepolicy/own-domain/parse-compiler-output.ts';
import { cutPolicy } from '../../../sepolicy/own-domain/cut-policy.ts';
import { policyNames } from '../../../sepolicy/own-domain/names.ts';
import { problemsOfReach } from '../../../sepolicy/own-domain/problems-of-reach.ts';
import { unknownNames } from '../../../sepolicy/own-domain/unknown-names.ts';
import { countAccesses } from '../../../sepolicy/count.ts';
import { beyondBase } from '../../../sepolicy/base-grants.ts';
import { openedChannels } from '../../../sepolicy/prove/opened-channels.ts';
import { replay } from '../../../sepolicy/replay/replay.ts';
import { riskOf } from '../../../sepolicy/risk.ts';
import type { LoadedPolicy } from '../../../sepolicy/loaded-policy.ts';
import { readPolicy } from '../../../sepolicy/read-policy.ts';
import { messageOf } from '../../system/message-of.ts';

/**
 * Each program has these limits: seconds of processor, bytes of memory, bytes of a file. The policy itself takes a
 * tenth of each.
 */
const limits = ['--cpu=90', '--as=402653184', '--fsize=67108864', '--nofile=64', '--core=0'];

async function main(): Promise<void> {
  const task = await new Promise<CompilationTask>((resolve) =>
    process.once('message', (message) => resolve(message as CompilationTask)),
  );
  tell(answerTo(task, statementsOnly(await text(process.stdin))));
  process.disconnect();
}

function answerTo(task: CompilationTask, loaded: string): CompilationAnswer {
  const { owner, base, source, listsAccesses, others, recorded } = task;
  const { present, rest } = cutPolicy(loaded, owner);
  writeFileSync('loaded.cil', rest);
  writeFileSync('base.cil', base);
  writeFileSync('module.cil', source);
  // Verbose, it reports for each neverallow rule all that breaks it. The base module is already in the loaded policy,
  // so it appears twice: once for its rules as they are, once for what compiling removes.
  const compiled = run('secilc', [
    '-v',
    '-m',
    'loaded.cil',
    'base.cil',
    'module.cil',
    '-o',
    'policy',
    '-f',
    '/dev/null',
  ]);
  if (compiled.status !== 0) return { problems: problemsOf(compiled, { source, base, rest }), ...withoutDifference };
  const decompiled = run('checkpolicy', ['-b', '-C', '-M', '-o', '-', 'policy']);
  if (decompiled.status !== 0)
    throw new Error(`checkpolicy ended with ${String(decompiled.status)}: ${wordsOf(decompiled).slice(-300)}`);
  const after = readPolicy(statementsOnly(decompiled.stdout));
  const ineffective = problemsOfReach(source, after);
  if (ineffective.length > 0) return { problems: ineffective, ...withoutDifference };
  const { domain } = policyNames(owner);
  const before = readPolicy(present);
  const difference = accessDifference(before, after, domain);
  return {
    problems: [],
    difference,
    risk: riskOf(after, { opens: beyondBase(after, difference.added), subject: domain }),
    counts: countsIn(before, after, domain),
    channels: others === undefined ? [] : openedChannels(before, after, { domain, others }),
    ...(listsAccesses && {
      accesses: { added: grantedBeyond(after, before, domain), removed: grantedBeyond(before, after, domain) },
    }),
    ...(recorded !== undefined && {
      replayed: replay(recorded, { present: { policy: before }, changed: { policy: after } }),
    }),
  };
}

function countsIn(before: LoadedPolicy, after: LoadedPolicy, domain: string): CompilationAnswer['counts'] {
  const then = countAccesses(after, domain);
  return then === undefined ? null : { now: countAccesses(before, domain) ?? null, then };
}

/**
 * Names are resolved before rules are compared: where one is unknown, the compiler does not yet report what would break
 * isolation.
 */
function problemsOf(
  compiled: SpawnSyncReturns<string>,
  { source, base, rest }: { readonly source: string; readonly base: string; readonly rest: string },
): readonly SourceProblem[] {
  const words = wordsOf(compiled);
  const unknown = words.includes('Failed to resolve') ? unknownNames(source, readPolicy(rest), base) : [];
  return unknown.length > 0 ? unknown.slice(0, maxProblems) : problemsIn(words, 'module.cil');
}

function run(program: string, args: readonly string[]): SpawnSyncReturns<string> {
  const ended = spawnSync('prlimit', [...limits, '--', program, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (ended.error !== undefined) throw ended.error;
  return ended;
}

function wordsOf({ stderr, stdout, signal, status }: SpawnSyncReturns<string>): string {
  if (signal !== null || status === 127)
    return status === 127
      ? 'the compiler cannot be run; install the package secilc on the host'
      : `it was stopped by ${signal ?? ''}, since it took more than a policy may take`;
  return `${stderr}\n${stdout.slice(0, 20_000)}`;
}

function tell(answer: CompilationAnswer): void {
  process.send?.(answer);
}

process.on('disconnect', () => process.exit(0));
main().catch((error: unknown) => {
  process.stderr.write(`cannot compile: ${messageOf(error)}\n`);
  process.exit(1);
});
