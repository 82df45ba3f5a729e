// SPDX-License-Identifier: Apache-2.0
/**
 * Shares a volume with a container that was denied it, and undoes that: labels, levels and mounts are then as before.
 */

import * as z from 'zod';
import { fail, isFailure } from '../../../../contract/errors.ts';
import type { DenialCase } from '../../../../contract/model/denials/denial.ts';
import { volumeSchema, type Volume } from '../../../../contract/model/containers/volume.ts';
import { listWords } from '../../../../contract/wording/list-words.ts';
import { joinWords, say, type Words } from '../../../../contract/text.ts';
import type { PlannedShare } from './shareable-volumes.ts';
import type { Volumes } from '../volumes.ts';
import { type ChangeDriver, defineDriver } from '../../remedies/ports.ts';

const arrangementSchema = z.array(z.tuple([z.string(), z.array(volumeSchema())]));
const planSchema = z.strictObject({ source: z.string(), before: arrangementSchema, after: arrangementSchema });
type Plan = z.infer<typeof planSchema>;

const ofVolumes: ReadonlySet<string> = new Set([
  'container-running',
  'container-busy',
  'container-not-found',
  'container-not-managed',
  'container-failed',
  'volume-not-allowed',
]);

export interface VolumeDriverOptions {
  readonly volumes: Pick<Volumes, 'arrange' | 'hold'>;
  /** What may be shared with the container of a denial. */
  readonly shareable: (one: DenialCase, signal: AbortSignal) => Promise<readonly PlannedShare[]>;
  /** Undefined when Bulkhead manages no such container. */
  readonly volumesOf: (name: string) => readonly Volume[] | undefined;
}

export function createVolumeDriver({ volumes, shareable, volumesOf }: VolumeDriverOptions): ChangeDriver {
  const isAs = (arrangement: Plan['before']): boolean =>
    arrangement.every(([name, wanted]) => textOf(volumesOf(name)) === textOf(wanted));

  /** What prevents the work on a container is reported as what prevents the change. */
  async function asChangeFailure<T>({ source }: Plan, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (isFailure(error) && ofVolumes.has(error.code))
        fail('change-failed', { summary: say('who has the volume {source}', { source }), reason: error.words });
      throw error;
    }
  }

  const arrange = (plan: Plan, arrangement: Plan['before']): Promise<void> =>
    asChangeFailure(plan, () => volumes.arrange(plan.source, new Map(arrangement)));

  return defineDriver({
    schema: planSchema,
    async plan({ remedy, explanation: { group }, container }, signal) {
      const share =
        (await shareable({ group, ...(container !== null && { container }) }, signal)).find(
          ({ id }) => remedy.id === `share-volume:${id}`,
        ) ?? fail('remedy-not-proposed', { remedy: remedy.id });
      const { source, next, owners } = share;
      const before = [...next.keys()].map((name): [string, Volume[]] => [
        name,
        [...(volumesOf(name) ?? fail('container-not-managed', { name }))],
      ]);
      const words = before.map(([name, had]) => say('{name} had {had}', { name, had: volumesText(had) }));
      const labels = share.change.some((line) => line.startsWith('chcon '))
        ? [say('{source} was labelled for {owners} alone', { source, owners: owners.join(', ') })]
        : [];
      return {
        subject: source,
        change: [...share.change],
        before: [...labels, ...words],
        cannotUndo: null,
        plan: { source, before, after: [...next].map(([name, has]): [string, Volume[]] => [name, [...has]]) },
      };
    },
    async readState({ source, before, after }) {
      if (isAs(after)) return { state: 'after' };
      if (isAs(before)) return { state: 'before' };
      return {
        state: 'other',
        words: say(
          'the volumes of {containers} were changed by other means since, or one of them is gone; ' +
            'see who has {source} with bulkheadctl volume ls',
          {
            containers: listWords(before.map(([name]) => name)),
            source,
          },
        ),
      };
    },
    hold: (plan, work) =>
      asChangeFailure(plan, () =>
        volumes.hold(
          plan.before.map(([name]) => name),
          work,
        ),
      ),
    apply: async (plan) => arrange(plan, plan.after),
    async revert(plan) {
      // The change is undone from whatever step it stopped at, but not over what another operation has changed since.
      if (isAs(plan.after) || isAs(plan.before)) await arrange(plan, plan.before);
    },
  });
}

function textOf(volumes: readonly Volume[] | undefined): string {
  return JSON.stringify(
    volumes?.map(({ source, target, readOnly, category }) => [source, target, readOnly, category]) ?? null,
  );
}

function volumesText(volumes: readonly Volume[]): Words {
  if (volumes.length === 0) return say('no volume');
  return joinWords(
    volumes.map(({ source, target, readOnly }) =>
      readOnly
        ? say('{source} on {target}, read only', { source, target })
        : say('{source} on {target}', { source, target }),
    ),
    '; ',
  );
}
