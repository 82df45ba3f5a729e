// SPDX-License-Identifier: Apache-2.0
/**
 * Compares labels of files with the policy's file contexts, by libselinux's own walker: restorecon, changing nothing.
 * It follows no links and crosses no mounts; layers and images are left out, since what a container sees of them is
 * labelled by the mount.
 */

import { join } from 'node:path';
import { fail } from '../../../../contract/errors.ts';
import type { GivenFinding } from '../../../../contract/model/isolation-finding.ts';
import { say } from '../../../../contract/text.ts';
import { runProgram } from '../../../system/programs/run-program.ts';
import { runtimeFolder } from '../../../system/runtime-folder.ts';

/** Files that a finding names one by one. */
const maxNamed = 20;

export async function judgeFileLabels(
  { lxc, state }: { readonly lxc: string; readonly state: string },
  signal: AbortSignal,
): Promise<readonly GivenFinding[]> {
  const found: GivenFinding[] = [];
  for (const { tree, without } of [
    { tree: state, without: [join(state, 'containers'), join(state, 'images')] },
    { tree: lxc, without: [] },
    { tree: runtimeFolder, without: [] },
  ]) {
    const { code, stdout, stderr } = await runProgram(
      'restorecon',
      ['-R', '-n', '-v', '-x', ...without.flatMap((path) => ['-e', path]), tree],
      { signal, timeoutMs: 600_000 },
    );
    if (code !== 0)
      fail('selinux-unavailable', { reason: `restorecon ended with ${code}: ${stderr.trim().slice(-300)}` });
    found.push(...findingOf(tree, mislabelled(stdout)));
  }
  return found;
}

/** What restorecon would do; a name with a line break produces no line of its own that matches. */
export function mislabelled(
  text: string,
): readonly { readonly path: string; readonly actual: string; readonly expected: string }[] {
  return [...text.matchAll(/^Would relabel (\/.*) from (\S+) to (\S+)$/gm)].map(
    ([, path = '', actual = '', expected = '']) => ({ path, actual, expected }),
  );
}

function findingOf(tree: string, wrong: ReturnType<typeof mislabelled>): readonly GivenFinding[] {
  const [first] = wrong;
  if (first === undefined) return [];
  const summary =
    wrong.length === 1
      ? say("1 file below {tree} has another label than the policy's file contexts say.", { tree })
      : say("{count} files below {tree} have another label than the policy's file contexts say.", {
          count: wrong.length,
          tree,
        });
  const commands = [`restorecon -R -v -x ${tree}`];
  return [
    {
      kind: 'mislabelled',
      id: `mislabelled:${tree}`,
      severity: 'weak',
      containers: [],
      tree,
      count: wrong.length,
      examples: wrong.slice(0, maxNamed),
      summary,
      evidence: [`${first.path}: ${first.actual}, by the file contexts ${first.expected}`],
      fix: { by: 'commands', summary: say('Give them the labels of the policy.'), commands },
    },
  ];
}
