// SPDX-License-Identifier: Apache-2.0
/** Facts about one thing: a line for each, its title first, with the values below one another. */

import { displayWidth } from './display-width.ts';
import { ownSequences } from './own-sequences.ts';
import type { Paint } from '../../report/paint.ts';

/** A title, and a value that is escaped already. */
export type Fact = readonly [title: string, value: string];

export interface FactsLook {
  readonly paint: Paint;
  /** Gives the width of the terminal, at which values go on in the next line; undefined where nothing limits a line. */
  readonly width: number | undefined;
}

const own = new RegExp(ownSequences, 'g');

export function formatFacts(facts: readonly Fact[], { paint, width = Infinity }: FactsLook): string {
  const indent = Math.max(...facts.map(([title]) => title.length)) + 2;
  return facts
    .map(([title, value]) => {
      const lines = wrap(value, width - indent).join(`\n${' '.repeat(indent)}`);
      return `${paint(title.padEnd(indent - 2), 'bold')}  ${lines}\n`;
    })
    .join('');
}

/** A word that is longer than a line has one of its own, and is not cut. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && displayWidth(longer.replace(own, '')) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
