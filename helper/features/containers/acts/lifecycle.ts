// SPDX-License-Identifier: Apache-2.0
/** Starts, stops, freezes and removes containers of any engine, one operation at a time for each container. */

import { fail } from '../../../../contract/errors.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { say } from '../../../../contract/text.ts';
import type { Claims } from '../../../lxc/claims.ts';
import type { EngineActs } from '../engine.ts';
import type { Containers } from '../ports/containers.ts';
import type { ContainerReading } from './read-containers.ts';

export interface LifecycleHost {
  readonly claims: Pick<Claims, 'exclusively' | 'of'>;
  readonly reading: Pick<ContainerReading, 'read' | 'mustBeOwn' | 'mustRun' | 'runs'>;
  readonly engineOf: (name: string) => EngineActs;
  /** Resolves once the containers of Incus have been read, or cannot be. */
  readonly settled: (signal: AbortSignal) => Promise<void>;
}

export type Lifecycle = Pick<Containers, 'start' | 'stop' | 'restart' | 'freeze' | 'unfreeze' | 'remove'>;

export function createLifecycle({ claims, reading, engineOf, settled }: LifecycleHost): Lifecycle {
  const { read, mustBeOwn, mustRun, runs } = reading;
  return {
    start(name, signal) {
      return claims.exclusively(name, { reason: say('it is being started'), transition: 'starting' }, async () => {
        // Its categories are judged against all others.
        await settled(signal);
        if (runs(mustBeOwn(name))) fail('container-running', { name });
        await engineOf(name).start(name, signal);
        return read(name);
      });
    },

    stop(name, { force }, signal) {
      const begun = async (): Promise<Container> => {
        mustRun(name);
        await engineOf(name).stop(name, { force }, signal);
        return read(name);
      };
      // A kill is what a person does when a stop hangs, so it may run during one.
      if (force && claims.of(name)?.transition === 'stopping') return begun();
      return claims.exclusively(name, { reason: say('it is being stopped'), transition: 'stopping' }, begun);
    },

    restart(name, signal) {
      return claims.exclusively(name, { reason: say('it is being restarted'), transition: 'stopping' }, async () => {
        mustRun(name);
        await engineOf(name).stop(name, { force: false }, signal);
        await engineOf(name).start(name, signal);
        return read(name);
      });
    },

    freeze(name, signal) {
      return claims.exclusively(name, { reason: say('it is being frozen'), transition: 'freezing' }, async () => {
        mustRun(name);
        await engineOf(name).freeze(name, signal);
        return read(name);
      });
    },

    unfreeze(name, signal) {
      return claims.exclusively(name, { reason: say('it is being unfrozen') }, async () => {
        mustRun(name);
        await engineOf(name).unfreeze(name, signal);
        return read(name);
      });
    },

    remove(name, { force }, signal) {
      return claims.exclusively(name, { reason: say('it is being removed'), transition: 'stopping' }, async () => {
        const container = mustBeOwn(name);
        if (runs(container) && !force) fail('container-running', { name });
        checkNoOriginal(container);
        signal.throwIfAborted();
        await engineOf(name).remove(name);
      });
    },
  };
}

function checkNoOriginal({ name, original }: Container): void {
  if (original !== null)
    fail('container-failed', {
      name,
      reason: say(
        'its original is kept; restore it (bulkheadctl adopt --restore-original), or remove it ' +
          'first (--remove-original)',
      ),
    });
}
