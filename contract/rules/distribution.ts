// SPDX-License-Identifier: Apache-2.0
/** The families of distributions for which the commands of a fix are known. */

export type Distribution = 'debian' | 'fedora';

const families: Readonly<Record<string, Distribution>> = {
  debian: 'debian',
  ubuntu: 'debian',
  fedora: 'fedora',
  rhel: 'fedora',
  centos: 'fedora',
};

/** The family that os-release(5) names; undefined for another one. */
export function distributionOf(osRelease: string): Distribution | undefined {
  const words = ['ID', 'ID_LIKE'].flatMap((key) => {
    const [, value = ''] = new RegExp(`^${key}=(.*)$`, 'm').exec(osRelease) ?? [];
    return value.replace(/["']/g, '').split(/\s+/);
  });
  return words.map((word) => families[word]).find((family) => family !== undefined);
}
