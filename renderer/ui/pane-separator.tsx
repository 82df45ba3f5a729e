// SPDX-License-Identifier: Apache-2.0
/** What stands between two parts of a place of panes: moved by the pointer and by the arrow keys, even by a double click. */

import type { CSSProperties, KeyboardEvent, PointerEvent } from 'react';
import type { PaneSeparator as Separator } from '../lib/pane-layout.ts';
import { t } from '../lib/language/t.ts';

interface PaneSeparatorProps {
  readonly separator: Separator;
  readonly onMove: (share: number) => void;
}

/** Says how far a press of a key moves the separator, in per cent. */
const step = 2;

export function PaneSeparator({ separator, onMove }: PaneSeparatorProps) {
  const { direction, share } = separator;
  const isBeside = direction === 'right';

  function handleKey(event: KeyboardEvent): void {
    const shares: Readonly<Record<string, number>> = {
      [isBeside ? 'ArrowLeft' : 'ArrowUp']: share - step,
      [isBeside ? 'ArrowRight' : 'ArrowDown']: share + step,
      Home: 0,
      End: 100,
    };
    const next = shares[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onMove(next);
  }

  function handlePointer(event: PointerEvent): void {
    const place = event.currentTarget.parentElement?.getBoundingClientRect();
    if (place === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    onMove(shareAt(separator, { x: event.clientX, y: event.clientY }, place));
  }

  return (
    <div
      role="separator"
      tabIndex={0}
      className="pane-separator"
      aria-label={t('Divide the space')}
      aria-orientation={isBeside ? 'vertical' : 'horizontal'}
      aria-valuenow={Math.round(share)}
      aria-valuemin={0}
      aria-valuemax={100}
      style={styleOf(separator)}
      onKeyDown={handleKey}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={handlePointer}
      onDoubleClick={() => onMove(50)}
    />
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The share that puts the separator below the pointer. */
function shareAt({ direction, area }: Separator, { x, y }: Point, place: DOMRect): number {
  const at = direction === 'right' ? (100 * (x - place.left)) / place.width : (100 * (y - place.top)) / place.height;
  return direction === 'right' ? (100 * (at - area.left)) / area.width : (100 * (at - area.top)) / area.height;
}

function styleOf({ direction, share, area }: Separator): CSSProperties {
  const { left, top, width, height } = area;
  return direction === 'right'
    ? { left: `calc(${left + (width * share) / 100}% - var(--pane-gap) / 2)`, top: `${top}%`, height: `${height}%` }
    : { top: `calc(${top + (height * share) / 100}% - var(--pane-gap) / 2)`, left: `${left}%`, width: `${width}%` };
}
