// SPDX-License-Identifier: Apache-2.0
/**
 * What of the kernel a program in a container can reach, and which layer closes the rest: so nothing here passes or
 * fails.
 */

import { Fragment, useState } from 'react';
import {
  drillLayerLabels,
  drillPlaceLabels,
  drillSurfaceLabels,
} from '../../../../contract/wording/isolation/drill-labels.ts';
import type { DrillSurface, DrillSurfaceCell } from '../../../../contract/model/drill.ts';
import { Panel } from '../../../ui/panel.tsx';
import { SafeText } from '../../../ui/safe-text.tsx';
import { t } from '../../../lib/language/t.ts';

interface SurfacePanelProps {
  readonly surface: readonly DrillSurface[];
  /** The drill was across members of a cluster. */
  readonly isAcross?: boolean;
}

export function SurfacePanel({ surface, isAcross = false }: SurfacePanelProps) {
  const [opened, setOpened] = useState<string | undefined>(undefined);
  if (surface.length === 0) return null;
  const open = surface.filter((part) => isOpen(part.with) || isOpen(part.elsewhere)).length;
  const { title, lead, head } = isAcross ? wordsAcross(open, surface.length) : wordsOfKernel(open, surface.length);
  return (
    <Panel title={title} isFlush>
      <p className="drill-surface-lead muted">{lead}</p>
      <div className="table-scroll">
        <table className="table drill-surface">
          <thead>
            <tr>
              <th scope="col">{head}</th>
              <th scope="col">{isAcross ? drillPlaceLabels.with : t('All layers')}</th>
              <th scope="col">{isAcross ? drillPlaceLabels.elsewhere : t('SELinux off')}</th>
            </tr>
          </thead>
          <tbody>
            {surface.map(({ probe, title, note, with: up, without, elsewhere = null }) => (
              <Fragment key={probe}>
                <tr>
                  <th scope="row">
                    <button
                      type="button"
                      className="drill-link"
                      aria-expanded={opened === probe}
                      onClick={() => setOpened(opened === probe ? undefined : probe)}
                    >
                      {title}
                    </button>
                    <span className="muted">{note}</span>
                  </th>
                  <td>{stateOf(up)}</td>
                  <td>{stateOf(isAcross ? elsewhere : without)}</td>
                </tr>
                {opened === probe && (
                  <tr className="drill-evidence-row">
                    <td colSpan={3}>
                      <pre className="drill-lines">
                        {(isAcross ? linesAcross(up, elsewhere) : linesOf(up, without)).map((line, index) => (
                          <div key={index}>
                            <SafeText text={line} />
                          </div>
                        ))}
                      </pre>
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function isOpen(cell: DrillSurfaceCell | undefined): boolean {
  return cell?.outcome === 'open';
}

function stateOf(cell: DrillSurfaceCell | null): string {
  if (cell === null) return t('not tried');
  const { outcome, closedBy } = cell;
  const state = drillSurfaceLabels[outcome];
  if (closedBy.length === 0) return state;
  return t('{state} by {layers}', { state, layers: closedBy.map((layer) => drillLayerLabels[layer]).join(', ') });
}

function linesOf(up: DrillSurfaceCell, without: DrillSurfaceCell | null): readonly string[] {
  return [
    ...up.evidence.map((line) => t('all layers: {line}', { line })),
    ...(without?.evidence ?? []).map((line) => t('SELinux off: {line}', { line })),
  ];
}

function linesAcross(here: DrillSurfaceCell, there: DrillSurfaceCell | null): readonly string[] {
  return [
    ...here.evidence.map((line) => t('on one member: {line}', { line })),
    ...(there?.evidence ?? []).map((line) => t('on two members: {line}', { line })),
  ];
}

interface SurfaceWords {
  readonly title: string;
  readonly lead: string;
  readonly head: string;
}

function wordsOfKernel(open: number, count: number): SurfaceWords {
  return {
    title: t('Kernel attack surface: {open} of {count} open', { open, count }),
    lead: t(
      'Parts of the kernel that a program in a container can reach. A system container needs some of them, ' +
        'so nothing here passes or fails.',
    ),
    head: t('Kernel interface'),
  };
}

function wordsAcross(open: number, count: number): SurfaceWords {
  return {
    title: t('Attack surface: {open} of {count} open', { open, count }),
    lead: t('What a program in a container can reach. Many containers need it, so nothing here passes or fails.'),
    head: t('What is reached'),
  };
}
