// SPDX-License-Identifier: Apache-2.0
/** Changes limits, tags, settings and names of containers, one operation at a time for each container. */

import { fail } from '../../../../contract/errors.ts';
import { changedTags, maxTags } from '../../../../contract/model/containers/tag.ts';
import { say } from '../../../../contract/text.ts';
import type { Claims } from '../../../lxc/claims.ts';
import { exclusivelyAll } from '../../../lxc/exclusively-all.ts';
import { createChangeSettings } from '../change-settings.ts';
import type { Configurations } from '../configurations.ts';
import type { ContainersHost } from '../containers-host.ts';
import type { EngineActs } from '../engine.ts';
import type { Containers } from '../ports/containers.ts';
import type { ContainerRename } from '../rename-container.ts';
import { able, type ContainerReading } from './read-containers.ts';

export interface ChangesHost {
  readonly host: ContainersHost;
  readonly claims: Pick<Claims, 'exclusively'>;
  readonly configurations: Configurations;
  readonly renames: Pick<ContainerRename, 'rename'>;
  readonly reading: Pick<ContainerReading, 'read' | 'mustBeOwn'>;
  readonly engineOf: (name: string) => EngineActs;
}

export type Changes = Pick<Containers, 'configure' | 'tag' | 'changeSettings' | 'rename'>;

export function createChanges({ host, claims, configurations, renames, reading, engineOf }: ChangesHost): Changes {
  const { read, mustBeOwn } = reading;
  const changeSettings = createChangeSettings(host, configurations);
  return {
    configure(name, limits) {
      return claims.exclusively(name, { reason: say('its limits are being changed') }, async () => {
        const { limits: before } = mustBeOwn(name);
        const applied = [...(await engineOf(name).configure(name, limits))];
        return { before, container: read(name), applied };
      });
    },

    tag(name, change) {
      return claims.exclusively(name, { reason: say('its tags are being changed') }, async () => {
        const { tags: before } = able(mustBeOwn(name), 'tags');
        const tags = changedTags(before, change);
        if (tags.length > maxTags) fail('too-many-tags', { name, max: maxTags });
        configurations.choose(name, { tags });
        return { before, container: read(name) };
      });
    },

    changeSettings(name, change) {
      return claims.exclusively(name, { reason: say('its settings are being changed') }, async () => {
        able(mustBeOwn(name), 'settings');
        const { settings: before } = configurations.described(name);
        const applied = [...(await changeSettings(name, change))];
        return { before, container: read(name), applied };
      });
    },

    async rename(name, to, signal) {
      // Two locks of one name would say that somebody else works on it.
      if (name === to || host.incus.has(to)) fail('container-exists', { name: to });
      return exclusivelyAll(claims, { names: [name, to], reason: say('it is being renamed') }, async () => {
        await renames.rename(able(mustBeOwn(name), 'rename'), to, signal);
        return read(to);
      });
    },
  };
}
