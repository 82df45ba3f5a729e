// SPDX-License-Identifier: Apache-2.0
/**
 * Reports every change of a container, by Bulkhead or by others. It uses inotify on LXC's path and on the cgroups, and a slow
 * poll for what inotify does not report.
 */

import { type FSWatcher, watch } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { ContainerChange } from '../../../contract/operations/containers/container.ts';

export interface ContainerWatch {
  /**
   * A snapshot, then the differences, until the signal aborts. A slow reader gets the latest state, never a backlog.
   */
  changes(signal: AbortSignal): AsyncGenerator<ContainerChange, void, undefined>;
  /** Something was just changed: look at once. */
  poke(): void;
}

export interface WatchOptions {
  readonly list: () => readonly Container[];
  /** Folders in which an entry appears or disappears when a container changes. */
  readonly folders: readonly string[];
  /** Milliseconds between looks when inotify reports nothing. */
  readonly periodMs: number;
}

export function createContainerWatch({ list, folders, periodMs }: WatchOptions): ContainerWatch {
  const listeners = new Set<() => void>();
  let watchers: readonly FSWatcher[] = [];
  let timer: NodeJS.Timeout | undefined;

  function poke(): void {
    for (const listener of listeners) listener();
  }

  function begin(listener: () => void): void {
    listeners.add(listener);
    if (listeners.size > 1) return;
    timer = setInterval(poke, periodMs);
    watchers = folders.flatMap((folder) => {
      try {
        return [watch(folder, poke).on('error', () => undefined)];
      } catch {
        return [];
      }
    });
  }

  function end(listener: () => void): void {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    for (const watcher of watchers) watcher.close();
  }

  return {
    poke,
    async *changes(signal) {
      const sign: { isGiven: boolean; wake: () => void } = { isGiven: false, wake: () => undefined };
      const listener = (): void => {
        sign.isGiven = true;
        sign.wake();
      };
      begin(listener);
      signal.addEventListener('abort', listener, { once: true });
      try {
        const first = list();
        yield { type: 'snapshot', containers: [...first] };
        let known = new Map(first.map((container) => [container.name, container]));
        while (!hasEnded(signal)) {
          if (!sign.isGiven) {
            await new Promise<void>((resolve) => {
              sign.wake = resolve;
            });
          }
          sign.isGiven = false;
          if (hasEnded(signal)) return;
          const containers = list();
          const before = known;
          known = new Map(containers.map((container) => [container.name, container]));
          for (const container of containers)
            if (!isSame(before.get(container.name), container)) yield { type: 'changed', container };
          for (const name of before.keys()) if (!known.has(name)) yield { type: 'removed', name };
        }
      } finally {
        signal.removeEventListener('abort', listener);
        end(listener);
      }
    },
  };
}

/** One that is the same object is not compared: of thousands on other members nearly all are. */
function isSame(before: Container | undefined, after: Container): boolean {
  return before === after || isDeepStrictEqual(before, after);
}

/** Read again each time: the compiler assumes that a property that was false once stays false. */
function hasEnded(signal: AbortSignal): boolean {
  return signal.aborted;
}
