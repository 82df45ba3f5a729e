// SPDX-License-Identifier: Apache-2.0
/** Reads what an RPM package says of itself, with rpm. */

import { runTool } from '../../electron/run-tool.ts';

export interface RpmMetadata {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly paths: readonly string[];
  readonly folders: readonly string[];
  readonly licences: readonly string[];
  /** `libc.so.6(GLIBC_2.34)(64bit)`, `nodejs(engine) >= 20.19`. */
  readonly requires: readonly string[];
  readonly provides: readonly string[];
  /** What has to be there when a scriptlet of the package runs: `post systemd`. */
  readonly requiresOfScriptlets: readonly string[];
  /** Text by the time at which it runs: `post`. */
  readonly scriptlets: ReadonlyMap<string, string>;
  readonly changelog: string;
}

const times = [
  ['post', 'POSTIN'],
  ['preun', 'PREUN'],
  ['postun', 'POSTUN'],
  ['posttrans', 'POSTTRANS'],
  ['trigger', 'TRIGGERSCRIPTS'],
] as const;

/** Takes the path of a package. */
export async function readRpm(path: string): Promise<RpmMetadata> {
  const ask = async (format: string): Promise<string> => runTool('rpm', ['-qp', '--nosignature', '--qf', format, path]);
  const lines = async (format: string): Promise<string[]> =>
    (await ask(format)).split('\n').filter((line) => line !== '');
  const [name = '', version = '', architecture = ''] = await lines('%{NAME}\n%{VERSION}\n%{ARCH}\n');
  const files = (await lines('[%{FILEMODES:perms} %{FILEFLAGS:fflags}|%{FILENAMES}\n]')).map((line) => ({
    isFolder: line.startsWith('d'),
    isLicence: line.slice(0, line.indexOf('|')).endsWith('l'),
    path: line.slice(line.indexOf('|') + 1),
  }));
  const scriptlets = await Promise.all(
    times.map(async ([time, tag]) => [time, await ask(`%|${tag}?{[%{${tag}}\n]}|`)] as const),
  );
  const needed = await lines('[%{REQUIREFLAGS:deptype}|%{REQUIRENEVRS}\n]');
  return {
    name,
    version,
    architecture,
    paths: files.map((file) => file.path),
    folders: files.filter(({ isFolder }) => isFolder).map((file) => file.path),
    licences: files.filter(({ isLicence }) => isLicence).map((file) => file.path),
    requires: await lines('[%{REQUIRENEVRS}\n]'),
    provides: await lines('[%{PROVIDENEVRS}\n]'),
    requiresOfScriptlets: needed.flatMap(ofScriptlets),
    scriptlets: new Map(scriptlets.filter(([, text]) => text !== '')),
    changelog: await ask('[%{CHANGELOGNAME}\n%{CHANGELOGTEXT}\n]'),
  };
}

/** `line` is of the form `pre,post|systemd`. */
function ofScriptlets(line: string): string[] {
  const [kinds = '', needed = ''] = line.split('|');
  return kinds
    .split(',')
    .filter((kind) => times.some(([time]) => time === kind))
    .map((kind) => `${kind} ${needed}`);
}
