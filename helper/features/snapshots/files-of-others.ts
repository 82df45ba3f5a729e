// SPDX-License-Identifier: Apache-2.0
/** Copies the files of one container, as they are or were at a snapshot, into another that is being created. */

import { fail } from '../../../contract/errors.ts';
import type { HostDisk } from '../../../contract/model/host/disk.ts';
import { say } from '../../../contract/text.ts';
import type { IntentJournal } from '../../journal/intent-journal.ts';
import type { HostPlaces } from '../../lxc/places.ts';
import type { Containers } from '../containers/ports/containers.ts';
import { flushTree } from '../../system/files/flush-tree.ts';
import { copyTree } from './copy-tree.ts';
import { freezeWhile } from './freeze-while.ts';
import type { FilesOfOthers } from './ports.ts';
import { requireSpace } from './require-space.ts';
import { filesOf, findSnapshot } from './snapshot-store.ts';
import { shiftBetween, subjectOf, upperOf } from './snapshot-subject.ts';

export interface FilesOfOthersOptions {
  readonly places: HostPlaces;
  readonly intents: IntentJournal;
  readonly containers: Pick<Containers, 'exclusively' | 'require' | 'described'>;
  readonly disk: () => HostDisk;
}

export function createFilesOfOthers(options: FilesOfOthersOptions): FilesOfOthers {
  const { places, intents, containers, disk } = options;
  return {
    async check(name, { container, snapshot }, image) {
      const subject = await subjectOf(container, options);
      const source = snapshot === undefined ? subject : findSnapshot(container, subject.own, snapshot);
      if (source.image !== image)
        fail('container-failed', {
          name,
          reason: say('the files of {container} lie on the image {image}; choose that image', {
            container,
            image: source.image,
          }),
        });
    },

    async copy({ container, snapshot }, { name, upper, ids, along }, signal) {
      await containers.exclusively(container, { reason: say('its files are being copied') }, async () => {
        const subject = await subjectOf(container, options);
        const kept = snapshot === undefined ? undefined : findSnapshot(container, subject.own, snapshot);
        const from = kept === undefined ? upperOf(subject) : filesOf(subject.own, kept.name);
        await requireSpace(from, { state: places.state, disk }, signal);
        const shift = shiftBetween((kept ?? subject).idBase, ids.base);
        const copy = async (): Promise<void> => {
          await copyTree({ container: name, from, to: upper, ...shift }, signal);
          await along?.();
        };
        // The files of a snapshot are changed by nobody.
        await (kept === undefined
          ? freezeWhile({ cgroup: places.cgroup, name: container, intents }, copy, signal)
          : copy());
      });
      await flushTree(upper, signal);
    },

    async copyTree(tree, { name, upper, ids }, signal) {
      await requireSpace(tree, { state: places.state, disk }, signal);
      await copyTree({ container: name, from: tree, to: upper, ...shiftBetween(0, ids.base) }, signal);
      await flushTree(upper, signal);
    },
  };
}
