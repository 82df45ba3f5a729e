// SPDX-License-Identifier: Apache-2.0
/** Which installed packages have a newer version in lists of packages. Pins of apt are not looked at. */

import { type GivenHealth, maxUpdates } from '../../../../contract/model/containers/health.ts';
import { compareVersions } from './debian-version.ts';
import type { Stanza } from './read-stanzas.ts';

type Known = Extract<GivenHealth['updates'], { readonly state: 'known' }>;

interface Installed {
  readonly name: string;
  readonly architecture: string;
  readonly version: string;
  /** The newest version that was offered so far. */
  newer: string | undefined;
  isSecurity: boolean;
}

/** Names and versions that are longer are none. */
const maxText = 128;
/** Architectures of one package that are installed beside each other. */
const maxAlike = 4;

export interface UpdateSearch {
  addInstalled(stanza: Stanza): void;
  /** `isSecurity`: whether it is offered by a list of security updates. */
  addOffered(stanza: Stanza, isSecurity: boolean): void;
  found(): Omit<Known, 'state' | 'listsAt'>;
}

export function createUpdateSearch(): UpdateSearch {
  const installed = new Map<string, Installed[]>();

  return {
    addInstalled({ package: name, version, architecture, status }) {
      // A package on hold is left as it is.
      if (status !== 'install ok installed' || name.length > maxText || version.length > maxText) return;
      const all = installed.get(name) ?? [];
      if (all.length >= maxAlike) return;
      all.push({ name, architecture, version, newer: undefined, isSecurity: false });
      installed.set(name, all);
    },
    addOffered({ package: name, version, architecture }, isSecurity) {
      if (version.length > maxText) return;
      for (const one of installed.get(name) ?? []) {
        const fits = [one.architecture, 'all'].includes(architecture) || one.architecture === 'all';
        if (!fits || compareVersions(version, one.version) <= 0) continue;
        if (one.newer === undefined || compareVersions(version, one.newer) > 0) one.newer = version;
        one.isSecurity ||= isSecurity;
      }
    },
    found() {
      const all = [...installed.values()].flat().filter(({ newer }) => newer !== undefined);
      const security = all.filter(({ isSecurity }) => isSecurity);
      const packages = [...security, ...all.filter(({ isSecurity }) => !isSecurity)].slice(0, maxUpdates);
      return {
        count: all.length,
        securityCount: security.length,
        packages: packages.map(({ name, version, newer = '', isSecurity }) => {
          return { name, installed: version, newer, isSecurity };
        }),
      };
    },
  };
}
