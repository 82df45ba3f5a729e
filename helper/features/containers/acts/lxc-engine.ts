// SPDX-License-Identifier: Apache-2.0
/** LXC's own tools as an engine of containers. */

import { fail } from '../../../../contract/errors.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import type { Claims } from '../../../lxc/claims.ts';
import type { LxcTools } from '../../../lxc/lxc-tools.ts';
import type { Configurations } from '../configurations.ts';
import { createConfigure } from '../configure.ts';
import type { ContainersHost } from '../containers-host.ts';
import type { ContainerEngine } from '../engine.ts';
import { openLayerRoot } from '../open-layer-root.ts';
import { readContainer } from '../read-container.ts';
import type { ContainerRemoval } from '../remove-container.ts';
import type { ContainerStart } from '../start-container.ts';

export interface LxcEngineHost {
  readonly host: ContainersHost;
  readonly tools: LxcTools;
  readonly claims: Pick<Claims, 'exclusively'>;
  readonly configurations: Configurations;
  readonly starts: Pick<ContainerStart, 'containerStart'>;
  readonly removals: Pick<ContainerRemoval, 'remove'>;
  /** Reads one of Bulkhead's; fails for any other. */
  readonly mustBeOwn: (name: string) => Container;
}

export function createLxcEngine(options: LxcEngineHost): ContainerEngine {
  const { host, tools, claims, configurations, mustBeOwn } = options;
  const { places, events, reservations } = host;
  const configure = createConfigure(host, configurations);
  return {
    start: (name, signal) => options.starts.containerStart(name, signal),
    stop: (name, { force }, signal) => (force ? tools.kill(name) : tools.shutDown(name, signal)),
    freeze: (name, signal) => tools.freeze(name, signal),
    unfreeze: (name, signal) => tools.unfreeze(name, signal),
    async remove(name) {
      await options.removals.remove(name);
      reservations.release();
      events.emit('removed', { name });
    },
    configure: (name, limits) => configure(name, limits, mustBeOwn(name).initPid !== null),
    read: (name, facts) => readContainer(name, { places, ...facts, transition: undefined }),
    // What is read of one says whether Bulkhead has made it.
    checkManaged: () => undefined,
    isRunning: ({ initPid }) => initPid !== null,
    openRoot: async (name) =>
      openLayerRoot(mustBeOwn(name), { places, exclusively: claims.exclusively, mount: configurations.mount }),
    describedDomain: configurations.described,
    chooseDomain: async (name, chosen) => configurations.choose(name, chosen),
    async attachTarget(name) {
      const { initPid } = mustBeOwn(name);
      if (initPid === null) fail('container-not-running', { name });
      // Judged again: lxc-attach uses the configuration, which somebody may have edited since the start.
      return { name, initPid, context: configurations.contextOf(name) };
    },
  };
}
