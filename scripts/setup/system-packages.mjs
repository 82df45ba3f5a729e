// SPDX-License-Identifier: Apache-2.0
/**
 * Installs the Debian packages that are missing, and says which and why. Runs with Node alone: it comes before `npm
 * install`.
 * With nothing missing it costs one call of dpkg-query.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { everydaySets } from './packages.mjs';

/** @typedef {{ purpose: string, missing: readonly string[] }} MissingSet */

/**
 * Makes sure that the sets are installed; throws when that is not possible here.
 * @param {readonly import('./packages.mjs').PackageSet[]} sets
 * @param {(line: string) => void} say
 */
export function installSystemPackages(sets = everydaySets, say = (line) => process.stderr.write(`${line}\n`)) {
  if (!existsSync('/usr/bin/dpkg-query')) throw new Error(otherDistribution(sets.flatMap((set) => set.packages)));
  const missing = missingSets(sets, installedPackages(sets.flatMap((set) => set.packages)));
  if (missing.length === 0) return;
  for (const set of missing) say(`system packages: installing ${set.missing.join(' ')} (to ${set.purpose})`);
  const names = missing.flatMap((set) => set.missing);
  const prefix = asRoot(names);
  if (!everyIndexed(names)) run([...prefix, 'apt-get', 'update', '-q'], say);
  run([...prefix, 'apt-get', 'install', '-y', '-q', '--no-install-recommends', ...names], say);
}

/**
 * What of each set is not installed; sets that are complete are left out.
 * @param {readonly import('./packages.mjs').PackageSet[]} sets
 * @param {ReadonlySet<string>} installed
 * @returns {MissingSet[]}
 */
export function missingSets(sets, installed) {
  return sets
    .map(({ purpose, packages }) => ({ purpose, missing: packages.filter((name) => !installed.has(name)) }))
    .filter(({ missing }) => missing.length > 0);
}

/**
 * The names that dpkg-query's output calls installed: those provided under another name count, such as libgtk-3-0 by
 * libgtk-3-0t64.
 * @param {string} output lines of status, name, and what the package provides
 * @returns {Set<string>}
 */
export function parseInstalled(output) {
  const names = new Set();
  for (const line of output.split('\n')) {
    const [status, name, provides = ''] = line.split('\t');
    if (status !== 'installed' || !name) continue;
    names.add(name);
    for (const provided of provides.split(',')) names.add(provided.replace(/\(.*/, '').trim());
  }
  return names;
}

/** @param {readonly string[]} names */
function installedPackages(names) {
  // The 64-bit-time transition renamed libraries: their old names are provided by the new ones.
  const candidates = names.flatMap((name) => [name, `${name}t64`]);
  const format = '${db:Status-Status}\t${Package}\t${Provides}\n';
  const result = spawnSync('dpkg-query', ['-W', `-f=${format}`, ...candidates], { encoding: 'utf8' });
  return parseInstalled(result.stdout ?? '');
}

/** Says whether apt's lists know all the names, so that they need not be fetched. */
function everyIndexed(names) {
  const result = spawnSync('apt-get', ['install', '--simulate', '-q', '--no-install-recommends', ...names], {
    encoding: 'utf8',
  });
  return result.status === 0;
}

/** @param {readonly string[]} names */
function asRoot(names) {
  if (process.getuid?.() === 0) return [];
  if (existsSync('/usr/bin/sudo')) return ['sudo', '--preserve-env=DEBIAN_FRONTEND', '--'];
  throw new Error(
    `cannot install system packages: not root, and sudo is not there. As root, run:\n  apt-get install ` +
      `${names.join(' ')}`,
  );
}

/** @param {readonly string[]} command @param {(line: string) => void} say */
function run(command, say) {
  const [program = '', ...args] = command;
  const result = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['inherit', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (result.status === 0) return;
  for (const line of `${result.stdout ?? ''}${result.stderr ?? ''}`.trimEnd().split('\n').slice(-20)) say(`  ${line}`);
  throw new Error(
    `cannot install system packages: ${command.join(' ')} ended with ` +
      `${result.status ?? result.signal ?? result.error?.message}`,
  );
}

/** @param {readonly string[]} names */
function otherDistribution(names) {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const name = release.match(/^PRETTY_NAME="?([^"\n]*)/m)?.[1] ?? 'this system';
  return (
    `cannot install system packages on ${name}: only Debian's apt is known here. Install what corresponds ` +
    `to these Debian packages, then try again:\n  ${names.join(' ')}`
  );
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    installSystemPackages();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
