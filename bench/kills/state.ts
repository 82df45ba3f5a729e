// SPDX-License-Identifier: Apache-2.0
/** What a killed helper left on the host, read without the helper, and what of it should not be. */

import { policyNames } from '../../sepolicy/own-domain/names.ts';
import type { Container } from '../../contract/model/containers/container.ts';
import type { Guest } from '../../lab/guest.ts';
import type { Expected } from './load-state.ts';

export interface HostState {
  /** Containers of the load, by where something of them is. */
  readonly configurations: readonly string[];
  readonly layers: readonly string[];
  readonly mounts: readonly string[];
  readonly modules: readonly string[];
  /** Changes whose recovery is still owed. */
  readonly intents: number;
  /**
   * Holds for each folder that is given as a volume, by its path, its files and how many have the label of a volume.
   */
  readonly folders: ReadonlyMap<string, { readonly files: number; readonly labelled: number }>;
}

const prefix = 'kill-';
const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

export async function readState(guest: Guest, folders: readonly string[]): Promise<HostState> {
  const [configurations = '', layers = '', mounts = '', modules = '', intents = '', labels = ''] = (
    await guest.mustRun(
      `cd /var/lib/lxc && ls -d ${prefix}* 2>/dev/null; echo ---; ` +
        `cd /var/lib/bulkhead/containers && ls -d ${prefix}* 2>/dev/null; echo ---; ` +
        `grep -o '/${prefix}[0-9a-z]*/' /proc/mounts | tr -d / | sort -u; echo ---; ` +
        `ls /var/lib/selinux/*/active/modules/400 | grep bulkhead_c_kill; echo ---; ` +
        `python3 -c "import sqlite3
database = sqlite3.connect('file:/var/lib/bulkhead/bulkhead.db?mode=ro', uri=True)
print(database.execute('SELECT count(*) FROM intent').fetchone()[0])"; echo ---; ` +
        `for at in ${folders.join(' ')}; do ` +
        `echo $at $(find $at -type f | wc -l) $(find $at -type f -context '*bulkhead*' | wc -l); done`,
    )
  ).split('---\n');
  return {
    configurations: lines(configurations),
    layers: lines(layers),
    mounts: lines(mounts),
    modules: lines(modules),
    intents: Number(intents),
    folders: new Map(
      lines(labels).map((line) => {
        const [path = '', files, labelled] = line.split(' ');
        return [path, { files: Number(files), labelled: Number(labelled) }];
      }),
    ),
  };
}

/** Empty when all is whole. `listed` is what the helper says after it was killed. */
export function problemsOf(
  state: HostState,
  listed: readonly Container[],
  expected: ReadonlyMap<string, Expected>,
): readonly string[] {
  const known = new Map(listed.filter(({ name }) => name.startsWith(prefix)).map((one) => [one.name, one]));
  const modules = new Set([...known.keys()].map((name) => policyNames(name).module));
  const needed = [...known.values()].filter(({ name, domain }) => domain === policyNames(name).domain);
  return [
    ...(state.intents === 0 ? [] : [`${state.intents} intents are left`]),
    ...state.configurations.filter((name) => !known.has(name)).map((name) => `${name} is not listed`),
    ...state.layers.filter((name) => !known.has(name)).map((name) => `the layer of ${name} is left`),
    ...state.mounts.filter((name) => !known.has(name)).map((name) => `a mount of ${name} is left`),
    ...state.modules.filter((module) => !modules.has(module)).map((module) => `the module ${module} is left`),
    ...needed
      .filter(({ name }) => !state.modules.includes(policyNames(name).module))
      .map(({ name }) => `${name} has no module`),
    ...[...known.values()]
      .filter(({ initPid, confinementMode }) => initPid !== null && confinementMode !== 'enforced')
      .map(({ name, confinementMode }) => `${name} runs ${confinementMode}`),
    ...[...known.keys()].filter((name) => !state.layers.includes(name)).map((name) => `${name} has no layer`),
    ...[...state.folders].flatMap(([path, { files, labelled }]) => {
      const isGiven = listed.some(({ volumes }) => volumes.some(({ source }) => source === path));
      return labelled === (isGiven ? files : 0)
        ? []
        : [`${labelled} of ${files} files in ${path} have the label of a volume, which it is${isGiven ? '' : ' not'}`];
    }),
    ...[...expected].flatMap(([name, what]) => {
      if (what === 'there' && !known.has(name)) return [`${name} was acknowledged, and is gone`];
      return what === 'gone' && known.has(name) ? [`the removal of ${name} was acknowledged, and it is there`] : [];
    }),
  ];
}
