// SPDX-License-Identifier: Apache-2.0
/** The column of the verdict of isolation, and the only green that the command line gives to isolation. */

import { type VerdictState, verdictTerms } from '../../../contract/model/isolation/verdict.ts';
import { absent, type Column } from '../../output/format-table.ts';

const colours = {
  isolated: 'green',
  'isolated-with-remarks': 'yellow',
  'not-isolated': 'red',
  unknown: 'yellow',
  'not-running': 'dim',
} as const satisfies Record<VerdictState, string>;

/** Takes how a row gives the state of its verdict. */
export function isolationColumn<Row>(stateOf: (row: Row) => VerdictState): Column<Row> {
  return {
    title: 'ISOLATED',
    cell: (row) => (stateOf(row) === 'not-running' ? absent : verdictTerms[stateOf(row)]),
    colour: (row) => colours[stateOf(row)],
  };
}
