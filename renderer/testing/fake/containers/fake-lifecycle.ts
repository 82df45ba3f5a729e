// SPDX-License-Identifier: Apache-2.0
/** Starts, stops, renames and removes the containers of the fake host. */

import { fail } from '../../../../contract/errors.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import type { FakeHost } from '../fake-host.ts';
import type { HandlersOf } from '../handlers-of.ts';
import { pause } from '../pause.ts';
import { findContainer, findStopped, findUp } from './find-container.ts';

type LifecycleHandlers = HandlersOf<
  `container.${'start' | 'stop' | 'restart' | 'freeze' | 'unfreeze' | 'rename' | 'remove'}` | 'isolation.kill'
>;
type State = Container['state'];

/** Gives the handlers that begin and end the life of containers. */
export function lifecycleHandlers(host: FakeHost): LifecycleHandlers {
  const start = (container: Container) => become(host, container, { state: 'running', via: 'starting' });
  const stop = (name: string) => become(host, findUp(host, name), { state: 'stopped', via: 'stopping' });
  return {
    'container.start': async ({ name }) => start(findStopped(host, name)),
    'container.stop': async ({ name }) => stop(name),
    'container.restart': async ({ name }) => start(await stop(name)),
    'container.freeze': async ({ name }) => become(host, findUp(host, name), { state: 'frozen' }),
    'container.unfreeze': async ({ name }) => become(host, findUp(host, name), { state: 'running' }),
    'container.rename': async ({ name, to }) => {
      const container = findStopped(host, name);
      if (host.containers.has(to)) fail('container-exists', { name: to });
      await pause(400);
      const renamed = { ...container, name: to };
      host.remove(name);
      host.change(renamed);
      return renamed;
    },
    'container.remove': async ({ name, force }) => {
      const container = findContainer(host, name);
      if (container.state !== 'stopped' && !force) fail('container-running', { name });
      if (container.original !== null) fail('container-failed', { name, reason: 'its original is kept' });
      await pause(600);
      host.remove(name);
      return {};
    },
    'isolation.kill': async ({ name }) => stop(name),
  };
}

/** Shows the container in the state `via` for a moment, where it is another, and then in `state`. */
async function become(
  host: FakeHost,
  container: Container,
  { state, via = state }: { readonly state: State; readonly via?: State },
): Promise<Container> {
  host.change({ ...container, state: via });
  await pause(via === state ? 150 : 900);
  const isUp = state !== 'stopped';
  const changed: Container = {
    ...container,
    state,
    initPid: isUp ? (container.initPid ?? 9000 + host.containers.size) : null,
    startedAt: isUp ? (container.startedAt ?? host.now()) : null,
    addresses: isUp ? [container.addresses[0] ?? '10.77.0.99'] : [],
  };
  host.change(changed);
  return changed;
}
