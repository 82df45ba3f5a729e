// SPDX-License-Identifier: Apache-2.0
/** Explanations as people read them on a terminal. Names of types and paths come from records and are escaped. */

import type { DenialCase, DenialGroup } from '../../contract/model/denials/denial.ts';
import { outcomeOfGroup } from '../../contract/model/denials/group-outcome.ts';
import type { ExplainedReason, Explanation, Remedy } from '../../contract/model/denials/explanation.ts';
import { escapeText } from '../../report/escape-text.ts';
import type { Paint } from '../../report/paint.ts';

interface ExplanationLook {
  /** Undefined when there is none any more. */
  readonly group: DenialGroup | undefined;
  /** The one that it was asked for; undefined when for none in particular. */
  readonly container: string | undefined;
  readonly paint: Paint;
}

/** A heading, the reason in words, the evidence, and the remedies with what they open. */
export function explanationText(explanation: Explanation, { group, container, paint }: ExplanationLook): string {
  const { reason, evidence, hasDontauditRule, remedies } = explanation;
  const outcome = group === undefined ? [] : outcomeLines(group);
  return [
    paint(headingOf(explanation.group, group), 'bold'),
    ...whereLines(group),
    ...outcome,
    `  why: ${escapeText(describeReason(reason))}`,
    ...evidence.map(({ text }) => `       ${escapeText(text)}`),
    ...(hasDontauditRule ? ['       the policy has a dontaudit rule for such denials: there may have been more'] : []),
    ...remedies.flatMap((remedy, index) =>
      remedyLines(remedy, {
        number: index + 1,
        paint,
        one: { group: explanation.group, ...(container !== undefined && { container }) },
      }),
    ),
    '',
  ]
    .map((line) => `${line}\n`)
    .join('');
}

export function describeReason(reason: ExplainedReason): string {
  switch (reason.kind) {
    case 'other-categories': {
      const owner = reason.otherContainer === null ? '' : ` (${reason.otherContainer})`;
      return (
        `isolation of containers: the object belongs to ${reason.needed.join(',')}${owner}, ` +
        `the process holds ${reason.held.join(',') || 'none'}`
      );
    }
    case 'other-container':
      return `isolation of containers: ${reason.type} is the type of ${reason.otherContainer ?? 'another container'}`;
    case 'wrong-label': {
      const like = reason.volume === null ? '' : `, as the volume ${reason.volume} is`;
      return `wrong label: ${reason.path} is ${reason.actual}, and should be ${reason.expected}${like}`;
    }
    case 'boolean': {
      const settings = reason.booleans.map(({ name, value }) => `${name} ${value ? 'on' : 'off'}`);
      return `a boolean: ${settings.join(' or ')} would allow it`;
    }
    case 'port-label':
      return `the label of the port: ${reason.protocol} ${reason.port} is ${reason.actual}`;
    case 'capability':
      return (
        `a capability that this domain does not have: ${reason.capabilities.join(', ')}` +
        (reason.inUserNamespace ? ' (in its own user namespace)' : '')
      );
    case 'constraint':
      return `a constraint on the ${reason.about}: ${reason.expression}`;
    case 'no-rule':
      return 'no rule allows it';
    case 'allowed-now':
      return 'nothing any more: it is allowed now';
    case 'unknown':
      return `not known: ${reason.reason}`;
  }
}

/** What went through was not stopped by anything, whatever the reason says. */
function outcomeLines(group: DenialGroup): readonly string[] {
  const { count, notBlocked } = group;
  switch (outcomeOfGroup(group)) {
    case 'blocked':
      return [];
    case 'logged':
      return ['  it went through: SELinux would have blocked this; the domain or the host is permissive'];
    case 'both':
      return [
        `  ${count - notBlocked} of them were blocked, ${notBlocked} went through while the domain or the host was permissive`,
      ];
  }
}

/** The answer is about one container's denial: another's may have another reason. */
function whereLines(group: DenialGroup | undefined): readonly string[] {
  if (group === undefined || group.containers.length < 2) return [];
  return [
    `  in:  ${escapeText(group.containers.join(', '))}; what follows is about ` +
      `${escapeText(group.sample.container ?? 'a process of the host')}, --container names ` +
      'another',
  ];
}

function headingOf(id: string, group: DenialGroup | undefined): string {
  if (group === undefined) return id;
  const { sourceType, targetType, permissions, count } = group;
  return escapeText(
    `${id}  ${sourceType} -> ${targetType}:${group.class} { ${permissions.join(' ')} }  ${count} times`,
  );
}

const colours = { low: 'green', unknown: 'yellow', medium: 'yellow', high: 'red' } as const;
const reachLabels = {
  container: 'this container alone',
  containers: 'other containers too',
  host: 'the whole host',
} as const;

interface RemedyLook {
  readonly number: number;
  readonly paint: Paint;
  /** What it is for. */
  readonly one: DenialCase;
}

export function remedyLines(
  { id, kind, reach, summary, change, opensCount, losesCount, risk, touches, cannotApply }: Remedy,
  { number, paint, one }: RemedyLook,
): readonly string[] {
  const head = `  ${number}. ${escapeText(summary)}`;
  if (kind === 'leave') return [head];
  return [
    head,
    ...change.map((line) => `       ${escapeText(line)}`),
    `     risk ${paint(risk.level, colours[risk.level])}: ${escapeText(risk.reason)}`,
    `     it is about ${reachLabels[reach]}`,
    ...(opensCount > 1 ? [`     it opens ${opensCount} accesses; --json lists them`] : []),
    ...(losesCount > 0
      ? [`     it takes ${losesCount} ${losesCount === 1 ? 'access' : 'accesses'} away; --json lists them`]
      : []),
    ...(touches.length > 0 ? [`     also touches ${escapeText(touches.join(', '))}`] : []),
    ...(cannotApply === null
      ? [
          `     apply it with: bulkheadctl remedy apply ${one.group} ${id}` +
            (risk.level === 'unknown' ? ' --accept-unknown' : '') +
            (one.container === undefined ? '' : ` --container ${one.container}`),
        ]
      : [`     not applied by one click: ${escapeText(cannotApply)}`]),
  ];
}
