// SPDX-License-Identifier: Apache-2.0
/** The figures as a table in Markdown. */

import { countOfAccesses } from '../../sepolicy/own-domain/access-set.ts';
import type { Measured } from './measure-container.ts';

const head = `| container | granted | used | granted : used | surplus | granted without it | granted : used then | beyond the plain domain |
|---|---|---|---|---|---|---|---|`;

/** `granted` is all that the policy grants the domain; what every process may do is in it, and its use is not seen. */
export function tableOf(measured: readonly Measured[]): string {
  return [head, ...measured.map(rowOf)].join('\n');
}

function rowOf({ name, usage, rules, countAfter }: Measured): string {
  const surplus = countOfAccesses(usage.surplus);
  const adopted = rules.filter(({ advice }) => advice !== 'drop');
  const granted = countAfter + surplus - countOfAccesses(adopted);
  const beyond = adopted.map(
    ({ target, class: className, permissions }) => `${target}:${className} ${permissions.join(' ')}`,
  );
  return `| ${[
    name,
    granted,
    usage.used,
    ratio(granted, usage.used),
    surplus,
    countAfter,
    ratio(countAfter, usage.used),
    beyond.length === 0 ? 'nothing' : beyond.join('; '),
  ].join(' | ')} |`;
}

function ratio(granted: number, used: number): string {
  return `${(granted / Math.max(1, used)).toFixed(1)} : 1`;
}
