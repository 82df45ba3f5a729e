// SPDX-License-Identifier: Apache-2.0
/** What is said of an action on one container, or on several: while it runs, and when it is done or has failed. */

import { t } from '../../../lib/language/t.ts';

export interface ActionTexts {
  /** What a container is meanwhile, for example `starting`. */
  readonly active: string;
  /** The operation on all of these containers. */
  readonly title: (names: readonly string[]) => string;
  /** All of them are done. */
  readonly done: (names: readonly string[]) => string;
  /** Says that only some of the containers are done. */
  readonly partly: (done: number, count: number) => string;
  readonly failed: (name: string) => string;
}

export const actionTexts = {
  start: {
    active: t('starting'),
    title: (names) =>
      t('{count, plural, one {Starting container {name}} other {Starting # containers}}', valuesOf(names)),
    done: (names) =>
      t('{count, plural, one {Container {name} was started.} other {# containers were started.}}', valuesOf(names)),
    partly: (done, count) => t('{done} of {count} containers were started.', { done, count }),
    failed: (name) => t('cannot start the container {name}', { name }),
  },
  stop: {
    active: t('stopping'),
    title: (names) =>
      t('{count, plural, one {Stopping container {name}} other {Stopping # containers}}', valuesOf(names)),
    done: (names) =>
      t('{count, plural, one {Container {name} was stopped.} other {# containers were stopped.}}', valuesOf(names)),
    partly: (done, count) => t('{done} of {count} containers were stopped.', { done, count }),
    failed: (name) => t('cannot stop the container {name}', { name }),
  },
  restart: {
    active: t('restarting'),
    title: (names) =>
      t('{count, plural, one {Restarting container {name}} other {Restarting # containers}}', valuesOf(names)),
    done: (names) =>
      t('{count, plural, one {Container {name} was restarted.} other {# containers were restarted.}}', valuesOf(names)),
    partly: (done, count) => t('{done} of {count} containers were restarted.', { done, count }),
    failed: (name) => t('cannot restart the container {name}', { name }),
  },
  freeze: {
    active: t('freezing'),
    title: (names) =>
      t('{count, plural, one {Freezing container {name}} other {Freezing # containers}}', valuesOf(names)),
    done: (names) =>
      t('{count, plural, one {Container {name} was frozen.} other {# containers were frozen.}}', valuesOf(names)),
    partly: (done, count) => t('{done} of {count} containers were frozen.', { done, count }),
    failed: (name) => t('cannot freeze the container {name}', { name }),
  },
  unfreeze: {
    active: t('unfreezing'),
    title: (names) =>
      t('{count, plural, one {Unfreezing container {name}} other {Unfreezing # containers}}', valuesOf(names)),
    done: (names) =>
      t('{count, plural, one {Container {name} was unfrozen.} other {# containers were unfrozen.}}', valuesOf(names)),
    partly: (done, count) => t('{done} of {count} containers were unfrozen.', { done, count }),
    failed: (name) => t('cannot unfreeze the container {name}', { name }),
  },
  kill: {
    active: t('being killed'),
    title: (names) =>
      t('{count, plural, one {Killing container {name}} other {Killing # containers}}', valuesOf(names)),
    done: (names) =>
      t('{count, plural, one {Container {name} was killed.} other {# containers were killed.}}', valuesOf(names)),
    partly: (done, count) => t('{done} of {count} containers were killed.', { done, count }),
    failed: (name) => t('cannot kill the container {name}', { name }),
  },
  remove: {
    active: t('removing'),
    title: (names) =>
      t('{count, plural, one {Removing container {name}} other {Removing # containers}}', valuesOf(names)),
    done: (names) =>
      t('{count, plural, one {Container {name} was removed.} other {# containers were removed.}}', valuesOf(names)),
    partly: (done, count) => t('{done} of {count} containers were removed.', { done, count }),
    failed: (name) => t('cannot remove the container {name}', { name }),
  },
  move: {
    active: t('being moved'),
    title: (names) => t('{count, plural, one {Moving container {name}} other {Moving # containers}}', valuesOf(names)),
    done: (names) =>
      t('{count, plural, one {Container {name} was moved.} other {# containers were moved.}}', valuesOf(names)),
    partly: (done, count) => t('{done} of {count} containers were moved.', { done, count }),
    failed: (name) => t('cannot move the container {name}', { name }),
  },
} as const satisfies Readonly<Record<string, ActionTexts>>;

/** The values of a message that names the container where it is one, and counts them where they are several. */
export function valuesOf(names: readonly string[]): { readonly count: number; readonly name: string } {
  return { count: names.length, name: names.length === 1 ? names.join('') : '' };
}
