// SPDX-License-Identifier: Apache-2.0
/**
 * Colours of lines that are compared: each name keeps its own hue, and where two would have the same one, the later
 * takes the next that is free. A name added at the end changes no other.
 */

import { hues, identityOf } from '../../lib/hue.ts';

export interface LineColour {
  readonly colour: string;
  /** Says whether the line is dashed, where there are more lines than hues. */
  readonly isDashed: boolean;
}

export function lineColours(names: readonly string[]): ReadonlyMap<string, LineColour> {
  const taken = new Set<string>();
  const colours = new Map<string, LineColour>();
  for (const name of names) {
    const own = hues.indexOf(identityOf(name).hue);
    const turned = [...hues.slice(own), ...hues.slice(0, own)];
    const free = turned.find((hue) => !taken.has(hue.name));
    const hue = free ?? identityOf(name).hue;
    taken.add(hue.name);
    colours.set(name, { colour: `var(--hue-${hue.name})`, isDashed: free === undefined });
  }
  return colours;
}
