// SPDX-License-Identifier: Apache-2.0
/**
 * What it takes semodule to install the module of one container, with Bulkhead's base modules of this checkout and with
 * those of another commit, one after the other in each round. Compiled into copies of a module store, and not loaded.
 *
 *     npx tsx bench/module/run.ts ROOT COMMIT [ROUNDS]
 *
 * ROOT holds var/lib/selinux/default and etc/selinux, with the modules of the distribution and none of Bulkhead's.
 */

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../median.ts';

const checkout = join(import.meta.dirname, '../..');
const [root, commit, rounds = '5'] = process.argv.slice(2);
if (root === undefined || commit === undefined) {
  process.stderr.write('use: npx tsx bench/module/run.ts ROOT COMMIT [ROUNDS]\n');
  process.exit(2);
}

/** Written by the sources of each side: what its own domain was, or is. */
const generate = `import { generateModule } from './sepolicy/own-domain/generate.ts';
process.stdout.write(generateModule({ owner: 'bench', ports: [], allow: [], volumes: [], hasVolumes: false, isPermissive: false }));`;

const folder = mkdtempSync(join(tmpdir(), 'bulkhead-module-'));
try {
  const sides = { now: sideOf('now', 'HEAD'), [commit]: sideOf('then', commit) };
  const times = new Map(Object.keys(sides).map((name) => [name, [] as number[]]));
  for (let round = 0; round < Number(rounds); round += 1)
    for (const [name, { store, module }] of Object.entries(sides)) {
      const begun = performance.now();
      semodule(store, '-X', '400', '-i', module);
      times.get(name)?.push((performance.now() - begun) / 1000);
      semodule(store, '-X', '400', '-r', 'bulkhead_c_bench');
    }
  for (const [name, list] of times) console.log(`${name}: ${median(list).toFixed(2)} s (${list.map(shown).join(' ')})`);
  console.log(`ratio ${(median(times.get('now') ?? []) / median(times.get(commit) ?? [])).toFixed(2)}`);
} finally {
  rmSync(folder, { recursive: true });
}

function sideOf(name: string, of: string): { readonly store: string; readonly module: string } {
  const sources = join(folder, name, 'sources');
  mkdirSync(sources, { recursive: true });
  execFileSync('tar', ['-x', '-C', sources], {
    input: execFileSync('git', ['archive', of, 'sepolicy', 'contract', 'policy', 'package.json'], {
      cwd: checkout,
      maxBuffer: 2 ** 28,
    }),
  });
  symlinkSync(join(checkout, 'node_modules'), join(sources, 'node_modules'));
  writeFileSync(join(sources, 'generate-module.ts'), generate);
  const module = join(folder, name, 'bulkhead_c_bench.cil');
  writeFileSync(module, execFileSync('npx', ['tsx', 'generate-module.ts'], { cwd: sources }));
  const store = join(folder, name, 'root');
  cpSync(root ?? '', store, { recursive: true, verbatimSymlinks: true });
  const base = readdirSync(join(sources, 'policy/selinux')).map((file) => join(sources, 'policy/selinux', file));
  semodule(store, '-X', '400', ...base.flatMap((file) => ['-i', file]));
  return { store, module };
}

function semodule(store: string, ...words: readonly string[]): void {
  execFileSync('semodule', ['-p', store, '-s', 'default', '-N', ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
}

function shown(value: number): string {
  return value.toFixed(1);
}
