// SPDX-License-Identifier: Apache-2.0
/** How long the steps of the last creation on a host took, as the window remembers it: as an estimate for the next. */

import * as z from 'zod';
import { type CreationStep, creationStepSchema } from '../../../contract/wording/creation-steps.ts';
import { formatDuration } from '../../lib/moments.ts';
import { remember, remembered } from '../../window/preferences.ts';
import { t } from '../../lib/language/t.ts';

/** Milliseconds. */
const timesSchema = z.partialRecord(creationStepSchema(), z.number().nonnegative());
const hostsSchema = z.record(z.string(), timesSchema);

interface BegunStep {
  readonly step: string;
  /** Milliseconds since the epoch. */
  readonly begunAt: number;
}

/** Keeps how long the steps of a finished creation took. */
export function noteStepTimes(hostId: string, steps: readonly BegunStep[], endedAt: number): void {
  const times = Object.fromEntries(
    steps.flatMap(({ step, begunAt }, index) => {
      const known = creationStepSchema().safeParse(step);
      return known.success ? [[known.data, (steps[index + 1]?.begunAt ?? endedAt) - begunAt]] : [];
    }),
  );
  const hosts = readHosts();
  remember('create.stepTimes', JSON.stringify({ ...hosts, [hostId]: { ...hosts[hostId], ...times } }));
}

/** Undefined when it was never measured on this host. */
export function lastStepMs(hostId: string | undefined, step: CreationStep): number | undefined {
  return hostId === undefined ? undefined : readHosts()[hostId]?.[step];
}

/** Says how long a step that has not ended may take; undefined for one that needs no word. */
export function expectedTime(step: CreationStep, lastMs: number | undefined): string | undefined {
  if (lastMs === undefined) return step === 'policy' ? t('may take a minute or more') : undefined;
  return lastMs < 3000 ? undefined : t('last time {duration}', { duration: formatDuration(lastMs / 1000) });
}

function readHosts(): z.infer<typeof hostsSchema> {
  try {
    return hostsSchema.safeParse(JSON.parse(remembered('create.stepTimes') ?? '{}')).data ?? {};
  } catch {
    return {};
  }
}
