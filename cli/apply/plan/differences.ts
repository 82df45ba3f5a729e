// SPDX-License-Identifier: Apache-2.0
/** What differs between two states of a container, field by field, in words of the file. */

import { describeNetwork } from '../../../contract/wording/describe-network.ts';
import { describeSettingsChange } from '../../../contract/wording/describe-settings.ts';
import { describeSnapshotPlan } from '../../../contract/wording/describe-snapshot-plan.ts';
import { limitOptions } from '../../arguments/limit-options.ts';
import { limitValue, portWord, publicationWord, volumeWord } from '../file/file-words.ts';
import type { CompleteContainer } from './complete-container.ts';
import type { Difference } from './step.ts';

/** What one call changes of a container. */
type Part =
  'identity' | 'network' | 'state' | 'tags' | 'publish' | 'limits' | 'volumes' | 'domain' | 'settings' | 'snapshots';

const readers: Readonly<
  Record<Part, (was: CompleteContainer, is: CompleteContainer) => readonly (Difference | undefined)[]>
> = {
  identity: (was, is) => [changed('image', was.image, is.image)],
  network: (was, is) => [changed('network', describeNetwork(was.network), describeNetwork(is.network))],
  state: (was, is) => [changed('state', was.state, is.state)],
  tags: (was, is) => listed('tags', was.tags, is.tags),
  publish: (was, is) => listed('publish', was.publish.map(publicationWord), is.publish.map(publicationWord)),
  limits: (was, is) =>
    limitOptions.map(({ name, key }) =>
      changed(name, String(limitValue(key, was.limits[key])), String(limitValue(key, is.limits[key]))),
    ),
  volumes: (was, is) => listed('volumes', was.volumes.map(volumeWord), is.volumes.map(volumeWord)),
  domain: (was, is) => [
    changed('confinement', was.confinement, is.confinement),
    ...listed('listen', was.listen.map(portWord), is.listen.map(portWord)),
    ...listed('allow', allowWords(was), allowWords(is)),
  ],
  settings: (was, is) =>
    describeSettingsChange(was.settings, is.settings).map(({ title, before, after }) => changed(title, before, after)),
  snapshots: (was, is) => [changed('snapshots', snapshotsText(was), snapshotsText(is))],
};

export function differencesOf(part: Part, was: CompleteContainer, is: CompleteContainer): readonly Difference[] {
  return readers[part](was, is).flatMap((difference) => difference ?? []);
}

/** Lists the differences in all that can be changed later on. */
export function allDifferences(was: CompleteContainer, is: CompleteContainer): readonly Difference[] {
  return (Object.keys(readers) as readonly Part[])
    .filter((part) => part !== 'identity')
    .flatMap((part) => differencesOf(part, was, is));
}

export function allowWords({ allow }: CompleteContainer): readonly string[] {
  return [...allow.choices, ...allow.connectTypes.map((type) => `connect:${type}`)];
}

function snapshotsText({ snapshots }: CompleteContainer): string {
  return snapshots === null ? 'none' : describeSnapshotPlan(snapshots);
}

function changed(field: string, was: string, is: string): Difference | undefined {
  return was === is ? undefined : { sign: '~', field, was, is };
}

/** The order of a list means nothing. */
function listed(field: string, was: readonly string[], is: readonly string[]): readonly Difference[] {
  return [
    ...was.filter((one) => !is.includes(one)).map((one): Difference => ({ sign: '-', field, was: one })),
    ...is.filter((one) => !was.includes(one)).map((one): Difference => ({ sign: '+', field, is: one })),
  ];
}
