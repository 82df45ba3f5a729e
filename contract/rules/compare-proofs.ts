// SPDX-License-Identifier: Apache-2.0
/** What differs between two proofs, line by line, for the command line and for the window. */

import { describeFoundObject } from '../wording/policy/describe-objects.ts';
import { describeCloser, describePath, describeProof } from '../wording/policy/describe-proof.ts';
import type { Proof } from '../model/policy/proof.ts';
import { t, textOf } from '../text.ts';

interface ProofDifference {
  /** `+` for what only the second of the two says, `-` for what only the first does. */
  readonly sign: '+' | '-';
  readonly text: string;
}

/** Takes the earlier proof and the later one; gives what came before what went, and nothing where both say the same. */
export function compareProofs(before: Proof, after: Proof): readonly ProofDifference[] {
  const [old, now] = [statementsOf(before), statementsOf(after)];
  return [...beyond(now, old).map((text) => line('+', text)), ...beyond(old, now).map((text) => line('-', text))];
}

function line(sign: ProofDifference['sign'], text: string): ProofDifference {
  return { sign, text };
}

/** Statements of a proof by keys that are the same in every language. */
type Statements = ReadonlyMap<string, string>;

function beyond(these: Statements, those: Statements): readonly string[] {
  return [...these].filter(([key]) => !those.has(key)).map(([, text]) => text);
}

function statementsOf(proof: Proof): Statements {
  return new Map([
    [keyOf('verdict', proof.verdict), describeProof(proof)],
    ...proof.open.map((path): [string, string] => [
      keyOf('open', keyOfPath(path)),
      t('Open channel: {path}', { path: describePath(path) }),
    ]),
    ...proof.exceptions.flatMap(({ id, title, closedBy, objects }) =>
      objects.map((object): [string, string] => [
        keyOf('exception', id, closedBy, object),
        t('Exception: {title}, {object}, {closer}', { title, object, closer: describeCloser(closedBy) }),
      ]),
    ),
    ...proof.booleans.map(({ name, value }): [string, string] => [
      keyOf('boolean', name, String(value)),
      value
        ? t('A channel opens when the boolean {name} is on.', { name })
        : t('A channel opens when the boolean {name} is off.', { name }),
    ]),
    ...proof.trusted.map(({ domain, reason }): [string, string] => [
      keyOf('trusted', domain),
      t('Trusted: {domain}. {reason}', { domain, reason }),
    ]),
    ...proof.deputies.map(({ domain }): [string, string] => [
      keyOf('deputy', domain),
      t('May run files of a container: {domain}', { domain }),
    ]),
    ...proof.services.map(({ path }): [string, string] => [
      keyOf('service', ...path),
      t('A service of Bulkhead can come to a domain with power over the host: {path}', { path: path.join(' > ') }),
    ]),
    ...proof.unknown.map((one): [string, string] => [
      keyOf('unknown', one),
      t('Not understood: {what}', { what: one }),
    ]),
    ...(proof.objects?.found ?? []).map((found): [string, string] => [
      keyOf('object', found.container, found.kind, found.path, found.context),
      describeFoundObject(found),
    ]),
    ...proof.remarks.map((remark): [string, string] => [keyOf('remark', JSON.stringify(remark)), textOf(remark)]),
  ]);
}

/** Gives the same key for the same statement, in every language. */
function keyOf(kind: string, ...parts: readonly string[]): string {
  return JSON.stringify([kind, ...parts]);
}

/** Leaves out the rules of the path, since the same channel may rest on others. */
function keyOfPath({ from, to, steps }: Proof['open'][number]): string {
  return [
    from,
    to,
    ...steps.map((step) => `${step.does} ${step.target}:${step.class} ${step.permissions.join()}`),
  ].join(' ');
}
