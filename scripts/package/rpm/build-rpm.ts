// SPDX-License-Identifier: Apache-2.0
/** Makes an RPM package of a staged folder with rpmbuild, where there is one. */

import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Architecture, architectures } from '../../../packaging/architectures.ts';
import type { PackageDefinition } from '../../../packaging/packages.ts';
import { runTool } from '../../electron/run-tool.ts';
import { laterFolders } from '../later-folders.ts';
import { rpmChangelog } from './rpm-changelog.ts';
import { scriptletsOf } from './rpm-scriptlets.ts';
import { rpmSpec, type SpecFacts } from './rpm-spec.ts';

export interface RpmBuild {
  readonly version: string;
  readonly maintainer: string;
  readonly architecture: Architecture;
  readonly staged: string;
  readonly output: string;
  /** Seconds. */
  readonly time: number;
  readonly checkout: string;
  readonly isDevelopment: boolean;
}

/** What of the machine that builds would be in a package, and what rpmbuild would change in its files. */
const macros = [
  '_buildhost reproducible',
  'use_source_date_epoch_as_buildtime 1',
  'clamp_mtime_to_source_date_epoch 1',
  '_build_id_links none',
  'debug_package %{nil}',
  '__os_install_post %{nil}',
];

/** Gives the path of the package. */
export async function buildRpm(definition: PackageDefinition, build: RpmBuild): Promise<string> {
  const top = await mkdtemp(join(tmpdir(), 'bulkhead-rpm-'));
  try {
    const spec = join(top, `${definition.name}.spec`);
    const paths = await pathsOf(build.staged);
    await writeFile(
      spec,
      rpmSpec(definition, {
        ...build,
        paths,
        laterFolders: await foldersOfTmpfiles(build.staged, paths),
        scriptlets: await scriptletsOf(definition, build.checkout),
        macros: await readFile(join(build.checkout, 'packaging/rpm/macros.spec'), 'utf8'),
        changelog: rpmChangelog(await readFile(join(build.checkout, 'CHANGELOG.md'), 'utf8'), build),
      }),
    );
    const payload = `_binary_payload w${build.isDevelopment ? 3 : 19}.zstdio`;
    const defines = [`_topdir ${top}`, payload, ...macros].flatMap((macro) => ['--define', macro]);
    const target = definition.isArchitectureIndependent ? 'noarch' : architectures[build.architecture].rpm;
    await runTool('env', [
      `SOURCE_DATE_EPOCH=${build.time}`,
      'rpmbuild',
      ...['-bb', '--quiet', '--target', target, ...defines, spec],
    ]);
    return await take(join(top, 'RPMS', target), build.output);
  } finally {
    await rm(top, { recursive: true, force: true });
  }
}

async function pathsOf(staged: string): Promise<SpecFacts['paths']> {
  const entries = await readdir(staged, { recursive: true, withFileTypes: true });
  const found = entries
    .filter((entry) => !entry.isDirectory())
    .map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path: path.slice(staged.length), mode: entry.isFile() ? (await stat(path)).mode & 0o7777 : undefined };
    });
  return (await Promise.all(found)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What systemd-tmpfiles makes for the package, by the file that it installs. */
async function foldersOfTmpfiles(staged: string, paths: SpecFacts['paths']): Promise<SpecFacts['laterFolders']> {
  const files = paths.filter(({ path }) => path.startsWith('/usr/lib/tmpfiles.d/'));
  const texts = await Promise.all(files.map(({ path }) => readFile(join(staged, path), 'utf8')));
  return texts.flatMap(laterFolders);
}

async function take(folder: string, output: string): Promise<string> {
  const [name] = await readdir(folder);
  if (name === undefined) throw new Error(`cannot package: rpmbuild made nothing in ${folder}`);
  await mkdir(output, { recursive: true });
  await copyFile(join(folder, name), join(output, basename(name)));
  return join(output, basename(name));
}
