// SPDX-License-Identifier: Apache-2.0
/** Shows a node of the graph: its name and how often, beside its bands. Pressing it goes closer. */

import type { KeyboardEvent } from 'react';
import { hostValue, type GraphNode } from './denial-graph.ts';
import { formatCount } from '../../../lib/units.ts';
import { visibleText } from '../../../lib/visible-text.ts';
import { HueMark, hueColour } from '../../../ui/hue-mark.tsx';
import { SafeText } from '../../../ui/safe-text.tsx';
import type { PlacedNode } from './graph-layout.ts';
import { t } from '../../../lib/language/t.ts';

interface GraphNodeButtonProps {
  readonly placed: PlacedNode;
  readonly width: number;
  readonly isCurrent: boolean;
  readonly isDim: boolean;
  readonly action: string;
  readonly onAction: () => void;
  readonly onPoint: (id: string | undefined) => void;
  readonly onFocus: (id: string) => void;
  readonly onKey: (event: KeyboardEvent, node: PlacedNode) => void;
}

export function GraphNodeButton({
  placed,
  width,
  isCurrent,
  isDim,
  action,
  onAction,
  onPoint,
  onFocus,
  onKey,
}: GraphNodeButtonProps) {
  const { node, x, top, height } = placed;
  const isContainer = node.column === 'container' && node.value !== undefined && node.value !== hostValue;
  return (
    <div
      className={`graph-node${isDim ? ' dim' : ''}`}
      onPointerEnter={() => onPoint(node.id)}
      onPointerLeave={() => onPoint(undefined)}
    >
      <button
        type="button"
        className="graph-label"
        style={{
          left: x,
          top,
          width,
          height,
          borderLeftColor: isContainer ? hueColour(node.value) : 'var(--line-strong)',
        }}
        data-node={node.id}
        tabIndex={isCurrent ? 0 : -1}
        aria-label={`${spokenName(node)}. ${action}`}
        title={`${visibleText(nameOf(node))}${node.terms === undefined ? '' : ` ${node.terms}`}. ${action}`}
        onClick={onAction}
        onFocus={() => onFocus(node.id)}
        onKeyDown={(event) => onKey(event, placed)}
      >
        <span className={`name${node.column === 'domain' || node.column === 'object' ? ' mono' : ''}`}>
          {isContainer && <HueMark name={node.value} />}
          <span className="truncate">
            {node.column === 'program' || node.column === 'object' ? <SafeText text={nameOf(node)} /> : nameOf(node)}
          </span>
        </span>{' '}
        <span className="more truncate">{frequencyOf(node)}</span>
      </button>
    </div>
  );
}

function nameOf({ value, size }: GraphNode): string {
  if (value === undefined) return t('{size} more', { size: formatCount(size) });
  return value === hostValue ? t('the host') : value;
}

function frequencyOf({ count, terms }: GraphNode): string {
  return `${formatCount(count)}×${terms === undefined ? '' : ` ${terms}`}`;
}

/** Has the words that are seen, in their order, as a person says them who steers by voice. */
function spokenName(node: GraphNode): string {
  const name = t(
    '{column, select, program {program {name}} container {container {name}} domain {domain {name}} access ' +
      '{access {name}} other {object {name}}}',
    { column: node.column, name: visibleText(nameOf(node)) },
  );
  return `${name}, ${frequencyOf(node)}`;
}
