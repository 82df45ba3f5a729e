// SPDX-License-Identifier: Apache-2.0
/** The result of `policy check`, as people and scripts get it. */

import type { DomainCount } from '../../contract/model/policy/domain-count.ts';
import type { Sources } from '../../sepolicy/policy-check/check-policy.ts';
import { textOf } from '../../contract/text.ts';
import type { Origin, PolicyFinding } from '../../sepolicy/policy-check/policy-finding.ts';
import { escapeText } from '../../report/escape-text.ts';
import type { Paint } from '../../report/paint.ts';

export interface PolicyCheckResult {
  readonly name: string;
  readonly findings: readonly PolicyFinding[];
  /**
   * Counts what domains may do, beginning with a plain domain of a container's own; empty when it could not be counted.
   */
  readonly counts: readonly DomainCount[];
  readonly modules: Readonly<Record<Origin, Sources>>;
}

export function checkText({ name, findings, counts, modules }: PolicyCheckResult, paint: Paint): string {
  const failures = findings.filter(({ severity }) => severity === 'failure');
  return [
    ...findings.map((finding) => findingText(finding, paint)),
    failures.length > 0
      ? `${numberOf(failures.length, 'statement')} of ${escapeText(name)} and Bulkhead's modules do not fit together.\n`
      : `${escapeText(name)}: ${listed([...modules.base.keys(), ...modules.container.keys()])} fit.\n`,
    ...(counts.length === 0 ? [] : [countLine(counts)]),
  ].join('');
}

export function findingJson({ severity, place, statement, problem, advice }: PolicyFinding): object {
  return {
    severity,
    file: place?.file ?? null,
    line: place?.line ?? null,
    statement,
    problem: textOf(problem),
    advice: textOf(advice),
  };
}

function findingText({ severity, place, statement, problem, advice }: PolicyFinding, paint: Paint): string {
  const where = place === null ? '' : `${escapeText(place.file)}:${place.line}: `;
  const mark = paint(severity === 'failure' ? 'failure' : 'note', severity === 'failure' ? 'red' : 'yellow');
  return [
    `${where}${mark}: ${escapeText(textOf(problem))}\n`,
    ...(statement === null ? [] : [`    ${escapeText(statement)}\n`]),
    `    To do: ${escapeText(textOf(advice))}.\n`,
  ].join('');
}

function countLine([own, ...stock]: readonly DomainCount[]): string {
  const numbers = [own, ...stock].flatMap((count) =>
    count === undefined ? [] : [`${escapeText(count.domain)} ${count.total.toLocaleString('en-GB')}`],
  );
  return `Accesses: ${numbers.join(', ')}.\n`;
}

function numberOf(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
