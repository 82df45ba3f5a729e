// SPDX-License-Identifier: Apache-2.0
/** Gathers the parts of the evidence by the operations that give them, each as the JSON text of its file. */

import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import {
  assessmentFormats,
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
import { version } from '../../../contract/version.ts';
import type { RecordedActivity } from '../../journal/activity-log.ts';
import type { Caller } from '../../server/caller.ts';
import type { HandlersOf } from '../../server/feature.ts';
import { messageOf } from '../../system/message-of.ts';
import { activityOfPeriod } from './activity-of-period.ts';
import { assess } from './assessment/assess.ts';
import type { Assessed } from './assessment/assessed.ts';
import { oscalOf } from './assessment/oscal.ts';
import { sarifOf } from './assessment/sarif.ts';

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
  readonly sha256: string;
  /** It says only why it has no content. */
  readonly isMissing: boolean;
}

type Value = readonly [name: string, value: unknown];

interface Asked {
  readonly period: EvidencePeriod;
  readonly call: Call<Caller>;
  /** The files of the parts before. */
  readonly gathered: readonly GatheredFile[];
}

type Gather = (sources: EvidenceSources, asked: Asked) => Promise<readonly Value[]>;

const gatherers: Readonly<Record<EvidencePart, Gather>> = {
  async versions({ handlers }, { call }) {
    const info = await handlers['host.info']({}, call);
    const { loadedSha256 } = await handlers['policy.identify']({}, call);
    return only('versions', evidenceVersionsSchema().parse({ info, policySha256: loadedSha256 }));
  },
  // What is signed already stays as it was signed.
  certificate: async ({ handlers }, { call }) => only('certificate', await handlers['policy.prove']({}, call)),
  async drill({ handlers }, { period: { from, to }, call }) {
    const { reports } = await handlers['drill.list']({}, call);
    const ids = reports.filter(({ startedAt }) => startedAt >= from && startedAt <= to).map(({ id }) => id);
    const values: Value[] = [];
    for (const id of ids.toReversed())
      values.push([evidenceFile('drill', id), await handlers['drill.report']({ report: id }, call)]);
    return values;
  },
  async audit({ handlers, now }, { call }) {
    const findings: GivenFinding[] = [];
    let map: IsolationMap | null = null;
    const checkedAt = now();
    for await (const item of handlers['isolation.audit']({ labels: false }, call)) {
      if (item.type === 'finding') findings.push(item.finding);
      if (item.type === 'map') ({ map } = item);
    }
    return only('audit', evidenceAuditSchema().parse({ checkedAt, findings, map }));
  },
  activity: async ({ activity }, { period }) =>
    only('activity', evidenceActivitySchema().parse(activityOfPeriod(activity.recorded(), period))),
  async 'local-changes'({ handlers }, { call }) {
    const { changes } = await handlers['policy.local']({ withSources: true }, call);
    return only('local-changes', evidenceLocalChangesSchema().parse({ changes }));
  },
  'kernel-record': async ({ kernelRecord }) => only('kernel-record', await kernelRecord()),
  async assessment({ now }, { period, gathered }) {
    const assessed: Assessed = {
      assessment: assess(new Map(gathered.map(({ name, text }) => [name, text]))),
      host: hostname(),
      bulkhead: version,
      period,
      madeAt: now(),
      files: gathered.map(({ name, sha256 }) => ({ name, sha256 })),
    };
    const written = { oscal: oscalOf(assessed), sarif: sarifOf(assessed) };
    return assessmentFormats.map((format) => [evidenceFile('assessment', format), written[format]]);
  },
};

function only(part: EvidencePart, value: unknown): readonly Value[] {
  return [[evidenceFile(part), value]];
}

/** Gives the files of one part. What fails is said in its file, unless the caller has gone. */
export async function gatherPart(
  part: EvidencePart,
  sources: EvidenceSources,
  asked: Asked,
): Promise<readonly GatheredFile[]> {
  try {
    const values = await gatherers[part](sources, asked);
    return values.map((value) => fileOf(value, false));
  } catch (error) {
    asked.call.signal.throwIfAborted();
    const value = missingPartSchema().parse({ problem: messageOf(error) });
    return [fileOf([evidenceFile(part), value], true)];
  }
}

function fileOf([name, value]: Value, isMissing: boolean): GatheredFile {
  const text = `${JSON.stringify(value, null, 1)}\n`;
  return { name, text, sha256: createHash('sha256').update(text).digest('hex'), isMissing };
}
