// SPDX-License-Identifier: Apache-2.0
/** The containers of the host. */

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ActivityLog } from '../../journal/activity-log.ts';
import type { HandlersOf, OperationsOf, RecoveryStep } from '../../server/feature.ts';
import type { Log } from '../../system/log.ts';
import { type AutostartOptions, startAtBoot } from './autostart.ts';
import type { ContainersHost } from './containers-host.ts';
import { createContainers } from './containers.ts';
import type { Containers } from './ports/containers.ts';
import type { ContainerMaking } from './ports/making.ts';

/**
 * `container.confine` is of the policies; creation, health, processes and adoption are features; the others that are left
 * out can be undone.
 */
type Own = Exclude<
  OperationsOf<'container'>,
  | 'container.create'
  | 'container.preview-creation'
  | 'container.confine'
  | 'container.health'
  | 'container.processes'
  | 'container.configure'
  | 'container.change-settings'
  | 'container.tag'
  | 'container.export'
  | 'container.import'
  | 'container.preview-adoption'
  | 'container.adopt'
  | 'container.restore-original'
  | 'container.remove-original'
>;

export interface ContainersFeature {
  readonly containers: Containers;
  /** What creates containers uses it. */
  readonly making: ContainerMaking;
  /** Mounts what a container lacks after a reboot, where recovery has not come to it yet. */
  readonly bringRoot: (name: string) => Promise<void>;
  readonly handlers: HandlersOf<Own>;
  readonly recovery: {
    readonly containers: RecoveryStep;
    readonly roots: RecoveryStep;
    /** Starts those that start with the host; in the background, since it may last. */
    readonly autostart: RecoveryStep;
  };
  close(): void;
}

export interface ContainersFeatureOptions extends ContainersHost {
  readonly activity: Pick<ActivityLog, 'begin' | 'end'>;
  readonly log: Log;
  readonly onTrouble: (container: string, error: unknown) => void;
  readonly mustBeRecovered: AutostartOptions['mustBeRecovered'];
}

export function createContainersFeature({
  onTrouble,
  activity,
  log,
  mustBeRecovered,
  ...options
}: ContainersFeatureOptions): ContainersFeature {
  const { places } = options;
  const containers = createContainers(options);
  const roots = containers.rootsWith(onTrouble);
  const closing = new AbortController();
  return {
    containers,
    making: containers.making,
    bringRoot: roots.bring,
    handlers: {
      'container.list': async (_params, { signal }) => ({ containers: [...(await containers.list(signal))] }),
      async *'container.watch'(_params, { signal }) {
        yield* containers.watch(signal);
        return {};
      },
      'container.start': ({ name }, { signal }) => containers.start(name, signal),
      'container.stop': ({ name, force }, { signal }) => containers.stop(name, { force }, signal),
      'container.restart': ({ name }, { signal }) => containers.restart(name, signal),
      'container.freeze': ({ name }, { signal }) => containers.freeze(name, signal),
      'container.unfreeze': ({ name }, { signal }) => containers.unfreeze(name, signal),
      'container.rename': ({ name, to }, { signal }) => containers.rename(name, to, signal),
      'container.remove': async ({ name, force }, { signal }) => {
        await containers.remove(name, { force }, signal);
        return {};
      },
    },
    recovery: {
      containers: () => containers.recover(onTrouble),
      roots: roots.bringAll,
      autostart: () =>
        startAtBoot(
          {
            state: places.state,
            containers,
            mustBeRecovered,
            intents: options.intents,
            activity,
            log,
            bootId: () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
            wait: (seconds, signal) => sleep(seconds * 1000, undefined, { signal }),
          },
          closing.signal,
        ),
    },
    close() {
      closing.abort(new Error('the helper ends'));
      options.incus.close();
    },
  };
}
