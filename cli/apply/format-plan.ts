// SPDX-License-Identifier: Apache-2.0
/** A plan as people read it, and as programs do. */

import { escapeText } from '../../report/escape-text.ts';
import type { Colour, Paint } from '../../report/paint.ts';
import type { Difference, Sign, Step } from './plan/step.ts';

const colours: Readonly<Record<Sign, Colour>> = { '+': 'green', '-': 'red', '~': 'yellow' };

/**
 * Writes a block for each network, container, link and rule, with a line for each difference. Names and values may be
 * anybody's.
 */
export function formatPlan(steps: readonly Step[], paint: Paint): string {
  const subjects = [...new Set(steps.map(({ subject }) => subject))];
  return subjects
    .map((subject) => {
      const own = steps.filter((step) => step.subject === subject);
      const signs = signsOf(own);
      const notes = own.flatMap(({ loss }) => (loss === undefined ? [] : [`  ! ${loss}`]));
      return [
        paint(`${signs.join('/')} ${escapeText(subject)}`, colours[signs[0] ?? '~']),
        ...notes.map((note) => paint(escapeText(note), 'red')),
        ...own.flatMap(({ differences }) => differences).map((difference) => lineOf(difference, paint)),
      ]
        .map((line) => `${line}\n`)
        .join('');
    })
    .join('');
}

/** How many of the networks, containers, links and rules come, change and go. */
export function formatPlanCount(steps: readonly Step[]): string {
  const counts = { '+': 0, '~': 0, '-': 0 };
  for (const subject of new Set(steps.map((step) => step.subject)))
    for (const sign of signsOf(steps.filter((step) => step.subject === subject))) counts[sign] += 1;
  return `${counts['+']} to add, ${counts['~']} to change, ${counts['-']} to remove: ${describeStepCount(steps.length)}`;
}

/** `1 step`, `7 steps`. */
export function describeStepCount(count: number): string {
  return `${count} ${count === 1 ? 'step' : 'steps'}`;
}

/** Describes one step of a plan, for programs. */
export function stepJson({ subject, what, differences, loss, call }: Step): object {
  return { subject, what, operation: call.operation, differences, loss: loss ?? null };
}

/** What is created again goes and comes. */
function signsOf(steps: readonly Step[]): readonly Sign[] {
  const signs = steps.flatMap(({ call, phase }): readonly Sign[] => {
    if (call.operation === 'container.create' || phase === 'network' || phase === 'link') return ['+'];
    if (call.operation === 'container.remove' || phase === 'unlink') return ['-'];
    return call.operation === 'alert.set-rule' && call.params.rule === undefined ? ['+'] : [];
  });
  return signs.length === 0 ? ['~'] : [...new Set(signs)].sort((one) => (one === '-' ? -1 : 1));
}

function lineOf({ sign, field, was, is }: Difference, paint: Paint): string {
  const text = was !== undefined && is !== undefined ? `${was} -> ${is}` : (is ?? was ?? '');
  return paint(`    ${sign} ${field}: ${escapeText(text)}`, colours[sign]);
}
