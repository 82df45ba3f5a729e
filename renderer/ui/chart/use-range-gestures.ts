// SPDX-License-Identifier: Apache-2.0
/**
 * Looks closer, further away and along the time: by dragging, the wheel and keys over a chart. A drag zooms, with Shift
 * it moves; the wheel moves with Shift and zooms with Ctrl, so that a page still scrolls under it.
 */

import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import { useChartGroup } from './chart-group.tsx';
import { shortestRange } from '../../lib/time-choice.ts';
import type { TimeRange } from '../../lib/time-range.ts';

export interface RangeGestures {
  /** Gives the position at which a drag that zooms began. */
  readonly dragFrom: number | undefined;
  readonly handlers: {
    onPointerMove(event: PointerEvent<HTMLElement>): void;
    onPointerLeave(): void;
    onPointerDown(event: PointerEvent<HTMLElement>): void;
    onPointerUp(event: PointerEvent<HTMLElement>): void;
    onPointerCancel(): void;
    onKeyDown(event: KeyboardEvent<HTMLElement>): void;
  };
}

interface PanDrag {
  readonly x: number;
  readonly range: TimeRange;
}

const step = 0.25;
const closer = 0.5;
const pixelsOfRange = 1000;

export function useRangeGestures(ref: RefObject<HTMLElement | null>): RangeGestures {
  const group = useChartGroup();
  const { range, setCrosshair, setRange, pan, zoom } = group;
  const [dragFrom, setDragFrom] = useState<number | undefined>(undefined);
  const panDrag = useRef<PanDrag | undefined>(undefined);
  useWheel(ref);

  function timeAt(event: PointerEvent<HTMLElement>): number {
    return timeAtPixel(event.currentTarget, event.clientX, range);
  }

  return {
    dragFrom,
    handlers: {
      onPointerMove(event) {
        const drag = panDrag.current;
        if (drag === undefined) {
          setCrosshair(timeAt(event));
          return;
        }
        const moved = (drag.x - event.clientX) / event.currentTarget.getBoundingClientRect().width;
        const length = drag.range.to - drag.range.from;
        pan((drag.range.to + moved * length - range.to) / length);
      },
      onPointerLeave: () => setCrosshair(undefined),
      onPointerDown(event) {
        // A drag that ends outside of the chart ends at its edge.
        event.currentTarget.setPointerCapture(event.pointerId);
        if (event.shiftKey) panDrag.current = { x: event.clientX, range };
        else setDragFrom(timeAt(event));
      },
      onPointerUp(event) {
        const to = timeAt(event);
        if (dragFrom !== undefined && Math.abs(to - dragFrom) >= shortestRange)
          setRange({ from: Math.min(dragFrom, to), to: Math.max(dragFrom, to) });
        setDragFrom(undefined);
        panDrag.current = undefined;
      },
      onPointerCancel() {
        setDragFrom(undefined);
        panDrag.current = undefined;
      },
      onKeyDown(event) {
        if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
        const move = moveOf(event.key);
        if (move === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        if (move === 'now') setRange(undefined);
        else if ('pan' in move) pan(move.pan);
        else zoom(move.zoom);
      },
    },
  };
}

function moveOf(key: string): 'now' | { readonly pan: number } | { readonly zoom: number } | undefined {
  switch (key) {
    case 'ArrowLeft':
      return { pan: -step };
    case 'ArrowRight':
      return { pan: step };
    case '+':
    case '=':
      return { zoom: closer };
    case '-':
      return { zoom: 1 / closer };
    case '0':
    case 'End':
      return 'now';
    default:
      return undefined;
  }
}

/** React listens to the wheel passively, where a page cannot be kept from scrolling. */
function useWheel(ref: RefObject<HTMLElement | null>): void {
  const { range, pan, zoom } = useChartGroup();
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const handleWheel = (event: WheelEvent): void => {
      const along = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      if (event.ctrlKey) zoom(2 ** (event.deltaY / 300), timeAtPixel(element, event.clientX, range));
      else if (along !== 0) pan(along / pixelsOfRange);
      else return;
      event.preventDefault();
    };
    element.addEventListener('wheel', handleWheel, { passive: false });
    return () => element.removeEventListener('wheel', handleWheel);
  }, [ref, range, pan, zoom]);
}

function timeAtPixel(element: HTMLElement, x: number, { from, to }: TimeRange): number {
  const box = element.getBoundingClientRect();
  const share = Math.min(1, Math.max(0, (x - box.left) / box.width));
  return from + share * (to - from);
}
