// SPDX-License-Identifier: Apache-2.0
/**
 * Moves through the graph by keyboard: left and right along the widest edge, up and down within a column. One node at a
 * time is in the order of Tab.
 */

import { useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { GraphLayout, PlacedNode } from './graph-layout.ts';

export interface GraphKeys {
  readonly fieldRef: RefObject<HTMLDivElement | null>;
  /** The node that Tab comes to. */
  readonly currentId: string | undefined;
  readonly setCurrent: (id: string) => void;
  readonly handleKey: (event: KeyboardEvent, node: PlacedNode) => void;
}

export function useGraphKeys(layout: GraphLayout, onUp: () => void): GraphKeys {
  const fieldRef = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<string | undefined>(undefined);
  const currentId = layout.nodes.some(({ node }) => node.id === current) ? current : layout.nodes[0]?.node.id;

  function handleKey(event: KeyboardEvent, from: PlacedNode): void {
    if (event.key === 'Escape' || event.key === 'Backspace') {
      event.preventDefault();
      onUp();
      return;
    }
    const to = findOtherContainer(layout, from, event.key);
    if (to === undefined) return;
    event.preventDefault();
    setCurrent(to);
    const element = [...(fieldRef.current?.querySelectorAll<HTMLElement>('[data-node]') ?? [])].find(
      ({ dataset }) => dataset['node'] === to,
    );
    element?.focus();
    element?.scrollIntoView({ block: 'nearest' });
  }

  return { fieldRef, currentId, setCurrent, handleKey };
}

function findOtherContainer(layout: GraphLayout, from: PlacedNode, key: string): string | undefined {
  switch (key) {
    case 'ArrowRight':
      return widest(layout, ({ edge }) => edge.from === from.node.id)?.edge.to;
    case 'ArrowLeft':
      return widest(layout, ({ edge }) => edge.to === from.node.id)?.edge.from;
    case 'ArrowDown':
      return inColumn(layout, from, 1);
    case 'ArrowUp':
      return inColumn(layout, from, -1);
    default:
      return undefined;
  }
}

function widest(
  layout: GraphLayout,
  isWanted: (edge: GraphLayout['edges'][number]) => boolean,
): GraphLayout['edges'][number] | undefined {
  return layout.edges.filter(isWanted).toSorted((left, right) => right.edge.weight - left.edge.weight)[0];
}

function inColumn(layout: GraphLayout, from: PlacedNode, step: 1 | -1): string | undefined {
  const column = layout.nodes
    .filter(({ node }) => node.column === from.node.column)
    .toSorted((left, right) => left.top - right.top);
  return column[column.indexOf(from) + step]?.node.id;
}
