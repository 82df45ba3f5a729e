// SPDX-License-Identifier: Apache-2.0
/** Gathers the parts of the evidence by the operations that give them, each as the JSON text of its file. */

import {
  type EvidencePart,
  type EvidencePeriod,
  evidenceActivitySchema,
  evidenceAuditSchema,
  evidenceFile,
  evidenceLocalChangesSchema,
  evidenceVersionsSchema,
  type KernelRecord,
  missingPartSchema,
} from '../../../contract/model/evidence.ts';
import type { GivenFinding, IsolationMap } from '../../../contract/model/isolation-finding.ts';
import type { Call } from '../../../rpc/handlers.ts';
import type { RecordedActivity } from '../../journal/activity-log.ts';
import type { Caller } from '../../server/caller.ts';
import type { HandlersOf } from '../../server/feature.ts';
import { messageOf } from '../../system/message-of.ts';
import { activityOfPeriod } from './activity-of-period.ts';

/** The operations that give the parts; the caller of the evidence may call each of them. */
export type EvidenceHandlers = HandlersOf<
  'host.info' | 'policy.prove' | 'policy.identify' | 'policy.local' | 'drill.list' | 'drill.report' | 'isolation.audit'
>;

export interface EvidenceSources {
  readonly handlers: EvidenceHandlers;
  readonly activity: { recorded(): RecordedActivity };
  readonly kernelRecord: () => Promise<KernelRecord>;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

export interface GatheredFile {
  readonly name: string;
  readonly text: string;
  /** It says only why it has no content. */
  readonly isMissing: boolean;
}

type Value = readonly [name: string, value: unknown];

type Gather = (sources: EvidenceSources, period: EvidencePeriod, call: Call<Caller>) => Promise<readonly Value[]>;

const gatherers: Readonly<Record<EvidencePart, Gather>> = {
  async versions({ handlers }, _, call) {
    const info = await handlers['host.info']({}, call);
    const { loadedSha256 } = await handlers['policy.identify']({}, call);
    return only('versions', evidenceVersionsSchema().parse({ info, policySha256: loadedSha256 }));
  },
  // What is signed already stays as it was signed.
  certificate: async ({ handlers }, _, call) => only('certificate', await handlers['policy.prove']({}, call)),
  async drill({ handlers }, { from, to }, call) {
    const { reports } = await handlers['drill.list']({}, call);
    const ids = reports.filter(({ startedAt }) => startedAt >= from && startedAt <= to).map(({ id }) => id);
    const values: Value[] = [];
    for (const id of ids.toReversed())
      values.push([evidenceFile('drill', id), await handlers['drill.report']({ report: id }, call)]);
    return values;
  },
  async audit({ handlers, now }, _, call) {
    const findings: GivenFinding[] = [];
    let map: IsolationMap | null = null;
    const checkedAt = now();
    for await (const item of handlers['isolation.audit']({ labels: false }, call)) {
      if (item.type === 'finding') findings.push(item.finding);
      if (item.type === 'map') ({ map } = item);
    }
    return only('audit', evidenceAuditSchema().parse({ checkedAt, findings, map }));
  },
  activity: async ({ activity }, period) =>
    only('activity', evidenceActivitySchema().parse(activityOfPeriod(activity.recorded(), period))),
  async 'local-changes'({ handlers }, _, call) {
    const { changes } = await handlers['policy.local']({ withSources: true }, call);
    return only('local-changes', evidenceLocalChangesSchema().parse({ changes }));
  },
  'kernel-record': async ({ kernelRecord }) => only('kernel-record', await kernelRecord()),
};

function only(part: EvidencePart, value: unknown): readonly Value[] {
  return [[evidenceFile(part), value]];
}

/** Gives the files of one part. What fails is said in its file, unless the caller has gone. */
export async function gatherPart(
  part: EvidencePart,
  sources: EvidenceSources,
  asked: { readonly period: EvidencePeriod; readonly call: Call<Caller> },
): Promise<readonly GatheredFile[]> {
  try {
    const values = await gatherers[part](sources, asked.period, asked.call);
    return values.map(([name, value]) => ({ name, text: textOf(value), isMissing: false }));
  } catch (error) {
    asked.call.signal.throwIfAborted();
    const value = missingPartSchema().parse({ problem: messageOf(error) });
    return [{ name: evidenceFile(part), text: textOf(value), isMissing: true }];
  }
}

function textOf(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
