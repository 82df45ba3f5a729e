// SPDX-License-Identifier: Apache-2.0
/** Answers of the policy as people read them on a terminal: the sentence first, then what it stands on. */

import type { PolicyAnswer } from '../../contract/model/policy/policy-question.ts';
import { escapeText } from '../../report/escape-text.ts';
import type { Colour, Paint } from '../../report/paint.ts';

const colours: Readonly<Record<PolicyAnswer['verdict'], Colour | undefined>> = {
  yes: 'green',
  no: 'red',
  some: 'bold',
  unknown: 'yellow',
};

export function answerText(answer: PolicyAnswer, paint: Paint): string {
  const { verdict, sentence, source, target, grants, denials, booleans, containers, accesses, accessCount, remarks } =
    answer;
  const contexts =
    source === null && target === null
      ? []
      : [`  ${[source, target].filter((context) => context !== null).join('  ->  ')}`].map(escapeText);
  return [
    paint(escapeText(sentence), colours[verdict]),
    ...contexts,
    ...part('granted by', grants),
    ...part('denied by', denials),
    ...part(
      'would change with',
      booleans.map(
        ({ name, value, allows }) =>
          `setsebool ${name} ${value ? 'on' : 'off'}   (${allows ? 'allows it' : 'denies it'})`,
      ),
    ),
    ...part(
      'containers',
      containers.map(({ name, isAllowed, reason }) => `${isAllowed ? 'yes' : 'no '}  ${name}: ${reason}`),
    ),
    ...part('accesses', [
      ...accesses.map(
        ({ source: from, target: to, class: className, permissions }) =>
          `${from} -> ${to}:${className} { ${permissions.join(' ')} }`,
      ),
      ...(accessCount > accesses.length ? [`and ${accessCount - accesses.length} more`] : []),
    ]),
    ...part('note', remarks),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function part(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`  ${title}:`, ...lines.map((line) => `    ${escapeText(line)}`)];
}
