// SPDX-License-Identifier: Apache-2.0
/**
 * `npm run package`: makes the packages of the built application in `release/`, with a bill of materials and checksums.
 * `-- --development` makes them with the Electron of closed networks, as `bulkhead-development`.
 * `-- --architecture amd64 --architecture arm64` makes those of the helper for both processors; amd64 is the default.
 * `-- --repository FOLDER --address URL --key FINGERPRINT` also puts them into signed repositories for apt and dnf.
 */

import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { windowTree } from '../../packaging/installed-files.ts';
import {
  type Architecture,
  architecturesOf,
  builtArchitecture,
  readArchitectures,
} from '../../packaging/architectures.ts';
import { maintainer, type PackageDefinition, packageList } from '../../packaging/packages.ts';
import { checkout } from '../electron/stage-app.ts';
import { buildWhenStale } from '../start/build-when-stale.ts';
import { buildDeb } from './deb/build-deb.ts';
import { buildRpm } from './rpm/build-rpm.ts';
import { checkLibraries } from './check-libraries.ts';
import { checkRpm } from './rpm/check-rpm.ts';
import { checkersOf, checkPackages } from './check-packages.ts';
import { fetchNativePackages } from './native-packages.ts';
import { type ContentFacts, contentOf } from './package-content.ts';
import { controlFiles } from './deb/control-files.ts';
import { writeGeneratedFiles } from './generate-files.ts';
import { hasProgram } from './has-program.ts';
import { packWindow } from './pack-window.ts';
import { rpmContentOf } from './rpm/rpm-content.ts';
import { readSbom, sbomText } from './sbom.ts';
import { sourceDate } from './source-date.ts';
import { stagePackage } from './stage-package.ts';
import { replaceRelease } from './replace-release.ts';
import { writeRepository } from './repository/write-repository.ts';

const began = performance.now();

function say(text: string): void {
  console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${text}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      development: { type: 'boolean', default: false },
      repository: { type: 'string' },
      address: { type: 'string', default: '' },
      key: { type: 'string', default: '' },
      architecture: { type: 'string', multiple: true, default: [builtArchitecture] },
    },
  });
  const isDevelopment = values.development;
  const wanted = readArchitectures(values.architecture);
  const { version } = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const time = await sourceDate(checkout);
  await buildWhenStale(checkout);
  say('built');
  const { version: electron } = await packWindow({ checkout, isDevelopment, say });
  await writeGeneratedFiles(checkout, { version, date: new Date(time * 1000).toISOString().slice(0, 10) });
  const sbom = await readSbom(checkout);

  const scratch = await mkdtemp(join(tmpdir(), 'bulkhead-package-'));
  try {
    const made: string[] = [];
    const output = join(scratch, 'output');
    await mkdir(output);
    const withRpm = await hasProgram('rpmbuild');
    if (!withRpm) say('no rpmbuild here: RPM packages are neither made nor tested');
    const checksLibraries = await hasProgram('dpkg-shlibdeps');
    if (!checksLibraries) say("no dpkg-shlibdeps here: what the window's programs are linked with is not checked");
    const facts = { version, maintainer: maintainer(), time, isDevelopment, sbom, checkout };
    const build = { ...facts, scratch, output, withRpm, checksLibraries };
    for (const definition of packageList({ isDevelopment }))
      for (const architecture of architecturesOf(definition, wanted)) {
        const natives =
          architecture === builtArchitecture ? [] : await fetchNativePackages(architecture, { checkout, scratch });
        for (const path of await makePackage(definition, { ...build, architecture, natives })) {
          made.push(path);
          say(`${basename(path)}: ${await megabytes(path)} MB`);
        }
      }
    const missing = await checkPackages(checkersOf(checkout, made));
    say(missing.length === 0 ? 'checked' : `checked without ${missing.join(', ')}, not installed here`);
    const bill = { name: `bulkhead_${version}.cdx.json`, text: sbomText(sbom, { electron, time }) };
    await replaceRelease(join(checkout, 'release'), made, bill);
    if (values.repository !== undefined) {
      const { repository: folder, address, key } = values;
      await writeRepository({ folder, packages: made, address, key });
      say(`wrote the repositories in ${folder}`);
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  say('wrote release/SHA256SUMS');
}

interface PackageBuild extends ContentFacts {
  readonly architecture: Architecture;
  readonly isDevelopment: boolean;
  readonly scratch: string;
  readonly output: string;
  readonly withRpm: boolean;
  readonly checksLibraries: boolean;
}

/** Makes the Debian package, and that of RPM where rpmbuild is there. Gives the paths of both. */
async function makePackage(definition: PackageDefinition, build: PackageBuild): Promise<readonly string[]> {
  const { scratch, withRpm, checksLibraries } = build;
  if (checksLibraries && definition.id === 'window') await checkLibraries(definition, join(checkout, windowTree));
  const staged = join(scratch, `${definition.name}-${build.architecture}`);
  await stagePackage(staged, contentOf(definition, build));
  const deb = await buildDeb(definition, { ...build, staged, control: controlFiles(definition.id, checkout) });
  await rm(staged, { recursive: true });
  if (!withRpm) return [deb];
  await stagePackage(staged, rpmContentOf(definition, build));
  const rpm = await buildRpm(definition, { ...build, staged });
  await rm(staged, { recursive: true });
  await checkRpm(definition.id, rpm);
  return [deb, rpm];
}

async function megabytes(path: string): Promise<string> {
  return ((await stat(path)).size / 1_000_000).toFixed(1);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
