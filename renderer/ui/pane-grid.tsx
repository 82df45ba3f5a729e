// SPDX-License-Identifier: Apache-2.0
/**
 * Panes that share a place. They stand beside one another in the page, whatever their layout, so that a pane keeps what
 * it shows when another is split or closed.
 */

import type { CSSProperties, ReactNode } from 'react';
import { areasOf, type PaneArea, type PaneLayout, separatorsOf } from '../lib/pane-layout.ts';
import { PaneSeparator } from './pane-separator.tsx';
import './pane-grid.css';

interface PaneGridProps {
  readonly layout: PaneLayout;
  /** The pane that has the whole place, while the others are hidden. */
  readonly maximised?: number | undefined;
  /** All have the whole width, one below the other, in a place that scrolls. */
  readonly isStacked?: boolean;
  /** A separator was moved: the way to its split, and the share of the first part. */
  readonly onResize: (path: string, share: number) => void;
  readonly children: (id: number) => ReactNode;
}

export function PaneGrid({ layout, maximised, isStacked = false, onResize, children }: PaneGridProps) {
  const isDivided = maximised === undefined && !isStacked;
  return (
    <div className={`pane-grid${isStacked && maximised === undefined ? ' stacked' : ''}`}>
      {[...areasOf(layout)].map(([id, area]) => (
        <div key={id} className="pane-cell" style={styleOf(id, area, { maximised, isStacked })}>
          {children(id)}
        </div>
      ))}
      {isDivided &&
        separatorsOf(layout).map((separator) => (
          <PaneSeparator
            key={separator.path}
            separator={separator}
            onMove={(share) => onResize(separator.path, share)}
          />
        ))}
    </div>
  );
}

function styleOf(
  id: number,
  { left, top, width, height }: PaneArea,
  { maximised, isStacked }: { readonly maximised: number | undefined; readonly isStacked: boolean },
): CSSProperties | undefined {
  if (maximised === id) return { left: '0', top: '0', right: '0', bottom: '0' };
  if (isStacked && maximised === undefined) return undefined;
  return {
    left: besideGap(left),
    top: besideGap(top),
    right: besideGap(100 - left - width),
    bottom: besideGap(100 - top - height),
    // Hidden, and not left out: what a pane shows keeps its size and its place.
    visibility: maximised === undefined ? undefined : 'hidden',
  };
}

/** Nothing stands at the edge of the place. */
function besideGap(distance: number): string {
  return distance < 0.01 ? '0' : `calc(${distance}% + var(--pane-gap) / 2)`;
}
