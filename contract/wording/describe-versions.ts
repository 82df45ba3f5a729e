// SPDX-License-Identifier: Apache-2.0
/** What to do where a helper and a client are of different versions: the same words in the window and in a terminal. */

import { t } from '../text.ts';

export interface Versions {
  readonly helper: string;
  readonly client: string;
}

interface VersionDifference {
  /** Names the side to update; the helper first, since a newer helper also serves clients of the release before. */
  readonly older: 'helper' | 'client';
  /** A sentence without its stop. */
  readonly what: string;
  /** What to do next, in sentences. */
  readonly next: string;
}

/** Takes the client's name for people. Undefined when the versions are the same, or one of them is no release. */
export function describeVersions({ helper, client }: Versions, name: string): VersionDifference | undefined {
  const order = compareVersions(helper, client);
  if (order === undefined || order === 0) return undefined;
  const what = t('The helper of this host is version {helper}, {name} is version {client}', { helper, name, client });
  return order < 0
    ? {
        older: 'helper',
        what,
        next: t('Update the package bulkhead-helper first: it may not know everything that is asked of it.'),
      }
    : {
        older: 'client',
        what,
        next: t('Update {name}: the helper serves it while it is one release behind.', { name }),
      };
}

/** Negative when the first is older. Of pre-releases and builds only the numbers count. */
function compareVersions(first: string, second: string): number | undefined {
  const [left, right] = [numbersOf(first), numbersOf(second)];
  if (left === undefined || right === undefined) return undefined;
  const difference = left.map((number, index) => number - (right[index] ?? 0)).find((one) => one !== 0);
  return difference ?? 0;
}

/** A program that was not built has no version; it says `0.0.0-source`. */
function numbersOf(version: string): readonly number[] | undefined {
  const [, ...numbers] = /^(\d+)\.(\d+)\.(\d+)(?:[-+~].*)?$/.exec(version) ?? [];
  return numbers.length === 0 || version === '0.0.0-source' ? undefined : numbers.map(Number);
}
