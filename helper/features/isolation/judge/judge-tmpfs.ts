// SPDX-License-Identifier: Apache-2.0
/**
 * Findings about files in a container's memory whose label lets another container in: asked of the kernel, in the name
 * of one with other categories.
 */

import { formatSecurityContext } from '../../../../contract/model/contexts/format-security-context.ts';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import type { GivenFinding } from '../../../../contract/model/isolation-finding.ts';
import { say } from '../../../../contract/text.ts';
import type { DecideByKernel } from '../../../selinux/ask-kernel.ts';
import type { ContainerFacts } from '../facts/facts.ts';
import type { TmpfsEntry } from '../facts/tmpfs-facts.ts';

const maxNamed = 20;
/**
 * LXC creates it at each start, with the host's level and a number of its own: it contains nothing of the container.
 */
const madeByLxc = '/dev/.lxc-boot-id';

/** Gives the entries that a process of the same domain may read or search at this level, of unused categories. */
export function exposedEntries(
  { context, level }: { readonly context: string; readonly level: string },
  entries: readonly TmpfsEntry[],
  decide: DecideByKernel,
): readonly TmpfsEntry[] {
  const own = parseSecurityContext(context);
  if (own === undefined) return [];
  const source = { ...own, level };
  // Most have one label, and each question costs as much as reading a few of them.
  const answers = new Map<string, boolean>();

  function isExposed({ label, isFolder }: TmpfsEntry): boolean {
    const wanted = isFolder ? { class: 'dir', permission: 'add_name' } : { class: 'file', permission: 'read' };
    const { class: className, permission } = wanted;
    const question = `${className} ${formatSecurityContext(label)}`;
    const known = answers.get(question);
    if (known !== undefined) return known;
    const decision = decide({ source, target: label, class: className, permissions: [permission] });
    const answer = decision?.allowed.has(permission) === true;
    answers.set(question, answer);
    return answer;
  }

  return entries.filter((entry) => entry.path !== madeByLxc && isExposed(entry));
}

export function judgeTmpfs({ container: { name, context }, exposed }: ContainerFacts): readonly GivenFinding[] {
  if (exposed.length === 0 || context === null) return [];
  const own = parseSecurityContext(context);
  return [
    {
      kind: 'tmpfs-labels',
      id: `tmpfs-labels:${name}`,
      severity: 'weak',
      containers: [name],
      count: exposed.length,
      summary:
        exposed.length === 1
          ? say(
              'A file in the memory of {name} does not hold its categories: ' +
                'the policy lets every container of its domain in that finds a way there.',
              { name },
            )
          : say(
              '{count} files in the memory of {name} do not hold its categories: ' +
                'the policy lets every container of its domain in that finds a way there.',
              { count: exposed.length, name },
            ),
      evidence: exposed
        .slice(0, maxNamed)
        .map(
          ({ path, label }) => `${path}: ${formatSecurityContext(label)}, instead of ${own?.level ?? 'its own level'}`,
        ),
      fix: {
        by: 'advice',
        summary: say(
          'Restart {name}, which mounts its file systems in memory again. If the finding comes back, ' +
            'look for the mount without a label of its own: it takes the label of the process that ' +
            'mounts it.',
          { name },
        ),
      },
    },
  ];
}
