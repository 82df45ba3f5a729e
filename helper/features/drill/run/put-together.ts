// SPDX-License-Identifier: Apache-2.0
/**
 * Joins the outcomes of a probe under all circumstances to its result, and for the paper's requests the whole exchange
 * with the rule that denied it.
 */

import type { DenialEvent } from '../../../../contract/model/denials/denial.ts';
import type {
  DrillCell,
  DrillExperiment,
  DrillResult,
  DrillSurface,
  DrillSurfaceCell,
} from '../../../../contract/model/drill.ts';
import { textOf } from '../../../../contract/text.ts';
import { notRun, recordText } from '../judge/judge.ts';
import type { Probe, SurfaceProbe, Variant } from '../probes/probe.ts';
import type { WebAttack } from './web-attack.ts';
import type { Denials } from '../../denials/ports.ts';
import { messageOf } from '../../../system/message-of.ts';

/** Each probe has a cell. */
export type Cells = ReadonlyMap<string, DrillCell>;
export type WebAttacks = ReadonlyMap<string, WebAttack>;

export interface AllCells {
  readonly up: Cells;
  readonly down: Cells;
  readonly taken: ReadonlyMap<Variant, Cells>;
  readonly downShared: Cells;
}

export function resultOf(probe: Probe, { up, down, taken, downShared }: AllCells): DrillResult {
  const cellIn = (cells: Cells | undefined): DrillCell => cells?.get(probe.id) ?? notRun('it was not tried');
  const withAll = cellIn(up);
  return {
    probe: probe.id,
    class: probe.class,
    title: textOf(probe.title),
    expectedLayers: [...probe.expectedLayers],
    without: cellIn(down),
    with: withAll,
    taken: (probe.variants ?? []).map((layer) => ({
      layer,
      cell: cellIn(taken.get(layer)),
      withoutSelinux: layer === 'namespaces' ? cellIn(downShared) : null,
    })),
    pass: isHeld(probe, withAll),
    ...(probe.holes !== undefined && { holes: [...probe.holes] }),
  };
}

/** Says whether a layer that should block it has blocked it, by evidence. */
export function isHeld({ expectedLayers }: Probe, { outcome, blockedBy, evidence }: DrillCell): boolean {
  return outcome === 'blocked' && evidence.length > 0 && blockedBy.some((layer) => expectedLayers.includes(layer));
}

/** `down` is undefined where SELinux was not removed. */
export function surfaceOf({ id, title, note }: SurfaceProbe, up: Cells, down: Cells | undefined): DrillSurface {
  const cellIn = (cells: Cells): DrillSurfaceCell => surfaceCellOf(cells.get(id) ?? notRun('it was not tried'));
  return {
    probe: id,
    title: textOf(title),
    note: textOf(note),
    with: cellIn(up),
    without: down === undefined ? null : cellIn(down),
  };
}

function surfaceCellOf({ outcome, evidence, blockedBy, denials }: DrillCell): DrillSurfaceCell {
  const words = { breached: 'open', blocked: 'closed', 'not-run': 'not-run' } as const;
  return { outcome: words[outcome], evidence, closedBy: blockedBy, denials };
}

export function experimentOf(
  probe: string,
  { up, down, rule }: { readonly up: WebAttacks; readonly down: WebAttacks; readonly rule: string | null },
): DrillExperiment {
  const attack = up.get(probe);
  const [first] = attack?.denials ?? [];
  return {
    probe,
    without: down.get(probe)?.exchange ?? null,
    with: attack?.exchange ?? null,
    record: first === undefined ? null : recordText(first),
    rule,
  };
}

/** What in the loaded policy denied the paper's request, in the policy's own words. */
export async function ruleOf(
  attacks: WebAttacks,
  denials: Pick<Denials, 'query' | 'explain'>,
  signal: AbortSignal,
): Promise<string | null> {
  const denial = [...attacks.values()].flatMap((attack) => [...attack.denials])[0];
  if (denial === undefined) return null;
  const { groups } = await denials.query({ events: 0 }, signal);
  const group = groups.find((candidate) => isOf(denial, candidate));
  if (group === undefined) return null;
  try {
    return (await denials.explain({ group: group.id }, signal)).evidence.map(({ text }) => text).join('\n');
  } catch (error) {
    signal.throwIfAborted();
    return `the loaded policy could not be asked: ${messageOf(error)}`;
  }
}

function isOf(
  event: DenialEvent,
  group: {
    readonly sourceType: string;
    readonly targetType: string;
    readonly class: string;
    readonly permissions: readonly string[];
  },
): boolean {
  return (
    event.source?.type === group.sourceType &&
    event.target?.type === group.targetType &&
    event.class === group.class &&
    event.permissions.join() === group.permissions.join()
  );
}
