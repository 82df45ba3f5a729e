// SPDX-License-Identifier: Apache-2.0
/** Puts a remedy together: its openings and losses counted and bounded, and what it does not have as absent. */

import type { Opening, GivenRemedy } from '../contract/model/denials/explanation.ts';
import { say, type Words } from '../contract/text.ts';

const maxOpenings = 40;

type Given = Pick<GivenRemedy, 'id' | 'kind' | 'reach' | 'summary' | 'risk'> & {
  readonly change: readonly string[];
  readonly opens?: readonly Opening[];
  readonly loses?: readonly Opening[];
  readonly touches?: readonly string[];
  readonly cannotApply: Words | null;
  readonly needs?: GivenRemedy['needs'];
  readonly sets?: GivenRemedy['sets'];
};

/** The remedy, with the first of its openings and losses and how many there are. */
export function remedyOf({
  id,
  kind,
  reach,
  summary,
  change,
  opens = [],
  loses = [],
  risk,
  touches = [],
  cannotApply,
  needs = null,
  sets,
}: Given): GivenRemedy {
  return {
    id,
    kind,
    reach,
    summary,
    change: [...change],
    opens: opens.slice(0, maxOpenings),
    opensCount: opens.length,
    loses: loses.slice(0, maxOpenings),
    losesCount: loses.length,
    risk,
    touches: [...touches],
    cannotApply,
    needs,
    ...(sets !== undefined && { sets }),
  };
}

/** Nothing is to be changed. */
export function leave(summary: Words): GivenRemedy {
  return remedyOf({
    id: 'leave',
    kind: 'leave',
    reach: 'container',
    summary,
    change: [],
    risk: { level: 'low', reason: say('Nothing changes.') },
    cannotApply: say('there is nothing to apply'),
  });
}

const reaches: readonly GivenRemedy['reach'][] = ['container', 'containers', 'host'];

/**
 * The choice that was missing first; then narrowest first: leaving it, then by whom it is about, then by how much it
 * opens; the host is changed last.
 */
export function narrowestFirst(remedies: readonly GivenRemedy[]): readonly GivenRemedy[] {
  const rank = ({ kind, reach }: GivenRemedy): number => {
    if (kind === 'connect-port') return -3;
    if (kind === 'choice') return -2;
    return kind === 'leave' ? -1 : reaches.indexOf(reach);
  };
  return [...remedies].sort((one, other) => rank(one) - rank(other) || one.opensCount - other.opensCount);
}
