// SPDX-License-Identifier: Apache-2.0
/**
 * Proposes to give a file that was moved onto a volume the label of the volume, so that the container reaches it as it
 * reaches what was made there.
 */

import type { Opening, GivenRemedy } from '../contract/model/denials/explanation.ts';
import { formatSecurityContext } from '../contract/model/contexts/format-security-context.ts';
import { say, type Words } from '../contract/text.ts';
import type { Access } from './decide.ts';
import { includesType, type LoadedPolicy } from './loaded-policy.ts';
import { fileClasses, grantedTo, openedByRelabel } from './openings.ts';
import type { MisplacedFile } from './reason.ts';
import { remedyOf } from './remedy.ts';
import { riskOfRelabel, tooDangerous } from './risk.ts';

export function volumeLabel(
  policy: LoadedPolicy,
  access: Access,
  { volume, path, actual, expected, users }: MisplacedFile,
): GivenRemedy {
  const isFolder = access.class === 'dir';
  const opens = openedTo(policy, { ...access, target: actual }, expected.type);
  const risk = riskOfRelabel(policy, {
    actual: actual.type,
    expected: expected.type,
    opens,
    subject: access.source.type,
  });
  return remedyOf({
    id: 'volume-label',
    kind: 'volume-label',
    reach: users.length > 0 ? 'containers' : 'container',
    summary: isFolder
      ? say('Give {path} and all below it the label of the volume {volume} on which it lies.', { path, volume })
      : say('Give {path} the label of the volume {volume} on which it lies.', { path, volume }),
    change: [`chcon ${isFolder ? '-R ' : ''}${formatSecurityContext(expected)} -- ${path}`],
    opens,
    risk,
    touches: users,
    cannotApply: tooDangerous(risk) ?? ofAnother(policy, actual.type),
  });
}

/** What the container itself gets; the categories keep all others out. */
function openedTo(
  policy: LoadedPolicy,
  { source, target, class: className }: Access,
  type: string,
): readonly Opening[] {
  const classes = className === 'dir' ? fileClasses : [className];
  return classes.flatMap((each) => {
    const gained = openedByRelabel(policy, { from: target.type, to: type, class: each }).filter(
      (opening) => opening.source === source.type,
    );
    if (target.type !== type) return gained;
    const permissions = [...(grantedTo(policy, type, each).get(source.type) ?? [])];
    return permissions.length === 0 ? [] : [{ source: source.type, target: type, class: each, permissions }];
  });
}

/** What has the label of a container has kept no other that could be restored. */
function ofAnother(policy: LoadedPolicy, type: string): Words | null {
  if (!['bulkhead_content', 'bulkhead_shared'].some((attribute) => includesType(policy, attribute, type))) return null;
  return say(
    "it still has the label of another container's files; if it is to be this one's now, bulkheadctl " +
      'label restore gives it to it, and there is no undoing that',
  );
}
