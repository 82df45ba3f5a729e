// SPDX-License-Identifier: Apache-2.0
/** A proof of the policy for people, in lines of 80 columns; names of types and rules are never cut. */

import { describeCloser, describePath, describeProof, describeStep } from '../../contract/describe-proof.ts';
import type { Certificate, Proof, ProofPath } from '../../contract/model/policy/proof.ts';
import { textOf } from '../../contract/text.ts';
import { escapeText } from '../../report/escape-text.ts';
import { formatTime } from '../../report/format-time.ts';

const columns = 80;

export function proofText(proof: Proof): string {
  return [
    ...folded(describeProof(proof)),
    ...section('Open channels', proof.open.flatMap(pathLines)),
    ...section('The cheapest remedy', cutLines(proof)),
    ...section(
      'Booleans that would open one',
      proof.booleans.flatMap(({ name, value, path }) => [
        ...folded(`${name} = ${value ? 'on' : 'off'}`, 2),
        ...folded(describePath(path), 4),
      ]),
    ),
    ...section('Exceptions', proof.exceptions.flatMap(exceptionLines)),
    ...section(
      'Domains of the host that are trusted with what containers read',
      proof.trusted.flatMap(({ domain, reason }) => folded(`${domain}: ${textOf(reason)}`, 2)),
    ),
    ...section(
      'Domains of the host that may run files of a container, and are not trusted',
      proof.deputies.filter(({ isTrusted }) => !isTrusted).flatMap(({ domain }) => folded(domain, 2)),
    ),
    ...section(
      'What services of Bulkhead can come to',
      proof.services.flatMap(({ path, rights }) => folded(`${path.join(' > ')}: ${rights.join(', ')}`, 2)),
    ),
    ...section(
      'Not understood',
      proof.unknown.flatMap((one) => folded(one, 2)),
    ),
    ...section(
      'Besides',
      proof.remarks.flatMap((remark) => folded(textOf(remark), 2)),
    ),
  ]
    .map((line) => `${escapeText(line)}\n`)
    .join('');
}

/** Of what, and when. */
export function certificateText({ host, provedAt, policySha256, enforcing }: Certificate): string {
  return [
    `host      ${host}`,
    `time      ${formatTime(provedAt)}`,
    `policy    SHA-256 ${policySha256}`,
    `SELinux   ${enforcing ? 'enforcing' : 'NOT enforcing: whatever is proven, nothing is denied'}`,
  ]
    .map((line) => `${escapeText(line)}\n`)
    .join('');
}

/** What another proof has and this one has not, and the other way; empty when they say the same. */
export function differenceText(before: Proof, after: Proof): string {
  const [old, now] = [statementsOf(before), statementsOf(after)];
  return [
    ...[...now].filter((one) => !old.has(one)).map((one) => `+ ${one}`),
    ...[...old].filter((one) => !now.has(one)).map((one) => `- ${one}`),
  ]
    .map((line) => `${escapeText(line)}\n`)
    .join('');
}

function statementsOf({
  verdict,
  exceptions,
  open,
  booleans,
  trusted,
  deputies,
  services,
}: Proof): ReadonlySet<string> {
  return new Set([
    `verdict ${verdict}`,
    ...exceptions.flatMap(({ id, objects }) => objects.map((object) => `exception ${id} ${object}`)),
    ...open.map((path) => `open ${describePath(path)}`),
    ...booleans.map(({ name, value }) => `boolean ${name}=${String(value)}`),
    ...trusted.map(({ domain }) => `trusted ${domain}`),
    ...deputies.map(({ domain }) => `may run files of a container ${domain}`),
    ...services.map(({ path }) => `service ${path.join(' > ')}`),
  ]);
}

function pathLines(path: ProofPath): readonly string[] {
  if (path.steps.length === 0) return folded(describePath(path), 2);
  return [
    ...folded(`${path.from} -> ${path.to}`, 2),
    ...path.steps.flatMap((step) => [
      ...folded(describeStep(step), 4),
      ...step.rules.slice(0, 3).flatMap((rule) => folded(rule, 6)),
      ...(step.booleans.length > 0 ? folded(`depends on ${step.booleans.join(', ')}`, 6) : []),
    ]),
  ];
}

function cutLines({ cut, openCount }: Proof): readonly string[] {
  return cut === null ? [] : folded(`${textOf(cut.remedy)} This closes ${cut.closes} of ${openCount}.`, 2);
}

function exceptionLines({ title, closedBy, reason, probes, objects }: Proof['exceptions'][number]): readonly string[] {
  const tried = probes.length > 0 ? ` Tried by the drill: ${probes.join(', ')}.` : '';
  return [
    ...folded(`${textOf(title)} (${objects.length}): ${describeCloser(closedBy)}`, 2),
    ...folded(`${textOf(reason)}${tried}`, 4),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

/** Words in lines, each behind so many spaces. */
function folded(text: string, indent = 0): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => ' '.repeat(indent) + one);
}
