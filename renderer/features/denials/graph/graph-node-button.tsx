// SPDX-License-Identifier: Apache-2.0
/** A node of the graph: its bar, its name, how often. Pressing it goes closer. */

import type { KeyboardEvent } from 'react';
import { hostValue, type GraphNode } from './denial-graph.ts';
import { formatCount } from '../../../lib/units.ts';
import { visibleText } from '../../../lib/visible-text.ts';
import { HueMark, hueColour } from '../../../ui/hue-mark.tsx';
import { SafeText } from '../../../ui/safe-text.tsx';
import { barWidth, type PlacedNode } from './graph-layout.ts';

interface GraphNodeButtonProps {
  readonly placed: PlacedNode;
  /** Labels of the last column stand at the left of their bars. */
  readonly isLast: boolean;
  /** How wide the label may be. */
  readonly room: number;
  readonly isCurrent: boolean;
  readonly isDim: boolean;
  readonly action: string;
  readonly onAction: () => void;
  readonly onPoint: (id: string | undefined) => void;
  readonly onFocus: (id: string) => void;
  readonly onKey: (event: KeyboardEvent, node: PlacedNode) => void;
}

const labelHeight = 34;

export function GraphNodeButton({
  placed,
  isLast,
  room,
  isCurrent,
  isDim,
  action,
  onAction,
  onPoint,
  onFocus,
  onKey,
}: GraphNodeButtonProps) {
  const { node, x, top, height } = placed;
  const middle = top + height / 2;
  const isContainer = node.column === 'container' && node.value !== undefined && node.value !== hostValue;
  const side = isLast ? { right: `calc(100% - ${x}px + 5px)` } : { left: x + barWidth + 5 };
  return (
    <div
      className={`graph-node${isDim ? ' dim' : ''}`}
      onPointerEnter={() => onPoint(node.id)}
      onPointerLeave={() => onPoint(undefined)}
    >
      <i
        className="graph-bar"
        style={{
          left: x,
          top,
          width: barWidth,
          height,
          background: isContainer ? hueColour(node.value) : 'var(--line-strong)',
        }}
      />
      <button
        type="button"
        className={`graph-label${isLast ? ' last' : ''}`}
        style={{ ...side, top: middle - labelHeight / 2, maxWidth: Math.max(80, room) }}
        data-node={node.id}
        tabIndex={isCurrent ? 0 : -1}
        aria-label={`${spokenName(node)}. ${action}`}
        title={action}
        onClick={onAction}
        onFocus={() => onFocus(node.id)}
        onKeyDown={(event) => onKey(event, placed)}
      >
        <span className={`name${node.column === 'domain' || node.column === 'object' ? ' mono' : ''}`}>
          {isContainer && <HueMark name={node.value} />}
          <span className="truncate">
            {node.column === 'program' ? <SafeText text={nameOf(node)} /> : nameOf(node)}
          </span>
        </span>
        <span className="more truncate">{`${formatCount(node.count)}×${node.terms === undefined ? '' : ` ${node.terms}`}`}</span>
      </button>
    </div>
  );
}

function nameOf({ value, size }: GraphNode): string {
  if (value === undefined) return `${formatCount(size)} more`;
  return value === hostValue ? 'the host' : value;
}

function spokenName(node: GraphNode): string {
  return [
    `${node.column} ${visibleText(nameOf(node))}`,
    ...(node.terms === undefined ? [] : [node.terms]),
    `${formatCount(node.count)} times`,
  ].join(', ');
}
