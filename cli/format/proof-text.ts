// SPDX-License-Identifier: Apache-2.0
/** A proof of the policy for people, in lines of 80 columns; names of types and rules are never cut. */

import { compareProofs } from '../../contract/rules/compare-proofs.ts';
import {
  describeFoundObject,
  describeLeft,
  describeLooked,
  describeObjects,
  describePassed,
} from '../../contract/wording/policy/describe-objects.ts';
import {
  describeCloser,
  describeOrigin,
  describePath,
  describeProof,
  describeStep,
} from '../../contract/wording/policy/describe-proof.ts';
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
    ...section('Objects of running containers', objectLines(proof)),
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

/** Says what the certificate is about, and when it was made. */
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

/** What differs between two proofs, a line each; empty when they say the same. */
export function differenceText(before: Proof, after: Proof): string {
  return compareProofs(before, after)
    .map(({ sign, text }) => `${escapeText(`${sign} ${text}`)}\n`)
    .join('');
}

/** What has changed since the last certificate, under a title. */
export function sinceText(last: Certificate, now: Certificate): string {
  const text = differenceText(last.proof, now.proof);
  const isSame = last.policySha256 === now.policySha256;
  const title = `Since the certificate of ${formatTime(last.provedAt)}, of ${isSame ? 'the same' : 'another'} policy`;
  return `\n${escapeText(title)}\n${text === '' ? '  Nothing differs.\n' : text}`;
}

function pathLines(path: ProofPath): readonly string[] {
  if (path.steps.length === 0) return folded(describePath(path), 2);
  return [
    ...folded(`${path.from} -> ${path.to}`, 2),
    ...path.steps.flatMap((step) => [
      ...folded(describeStep(step), 4),
      ...step.rules.slice(0, 3).flatMap((rule) => folded(rule, 6)),
      ...(step.origins ?? []).flatMap((origin) => folded(describeOrigin(origin), 6)),
      ...(step.booleans.length > 0 ? folded(`depends on ${step.booleans.join(', ')}`, 6) : []),
    ]),
  ];
}

function objectLines({ objects }: Proof): readonly string[] {
  if (objects === undefined) return [];
  const { containers, passed, found, foundCount } = objects;
  return [
    ...folded(describeObjects(objects), 2),
    ...found.flatMap((one) => [...folded(describeFoundObject(one), 2), ...folded(textOf(one.remedy), 4)]),
    ...(foundCount > found.length ? folded(`and ${foundCount - found.length} more`, 2) : []),
    ...containers.flatMap((one) => [
      ...folded(describeLooked(one), 2),
      ...[describeLeft(one)].flatMap((left) => (left === undefined ? [] : folded(left, 4))),
    ]),
    ...passed.flatMap((one) => folded(describePassed(one), 2)),
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
