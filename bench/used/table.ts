// SPDX-License-Identifier: Apache-2.0
/** The figures as a table in Markdown. */

import { countOfAccesses } from '../../sepolicy/own-domain/access-set.ts';
import type { Measured } from './measure-container.ts';

const head = `| container | granted | used | granted : used | outside its own types: granted | used | surplus | without it | ratio then | beyond the plain domain |
|---|---|---|---|---|---|---|---|---|---|`;

export function tableOf(measured: readonly Measured[]): string {
  return [head, ...measured.map(rowOf)].join('\n');
}

function rowOf({ name, usage, rules, countAfter }: Measured): string {
  const { granted, used, grantedOutside, usedOutside } = usage;
  const surplus = countOfAccesses(usage.surplus);
  const beyond = rules
    .filter(({ advice }) => advice !== 'drop')
    .map(({ target, class: className, permissions }) => `${target}:${className} ${permissions.join(' ')}`);
  return `| ${[
    name,
    granted,
    used,
    ratio(granted, used),
    grantedOutside,
    usedOutside,
    surplus,
    countAfter,
    ratio(granted - surplus, used),
    beyond.length === 0 ? 'nothing' : beyond.join('; '),
  ].join(' | ')} |`;
}

function ratio(granted: number, used: number): string {
  return `${(granted / Math.max(1, used)).toFixed(1)} : 1`;
}
