// SPDX-License-Identifier: Apache-2.0
/**
 * Builds the helper: one CommonJS file, which Node 20 and 22 run alike, with the processes that read and compile
 * policies and read archives, and the native modules that it loads beside it.
 */

import { chmod, cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import { copyPackages } from './copy-packages.ts';
import { checkout, type Target } from './target.ts';

const nativePackages = ['koffi', 'libsql', '@lydell/node-pty'];

/**
 * The listener runs with them beside what its unit has. Heaps are small here, and the bytes that pass through many:
 * each 64 MB of those begin a collection, which costs more with threads than without. A push is 1.5x as fast so
 * (`bench/files/without-guest.ts`, two processors).
 */
export const listenerFlags = ['--single-threaded-gc'];

/** The helper runs with them; benchmarks of its parts run with the same. */
export const helperFlags = [
  '--disable-proto=delete',
  '--max-semi-space-size=2',
  '--optimize-for-size',
  ...listenerFlags,
];

/** What systemd starts: a file of its own beside the bundle, since its SELinux type decides about the domain. */
async function writeEntry(name: string, interpreter: string, program = `./${name}.js`): Promise<void> {
  const path = join(checkout, 'dist/helper', name);
  await writeFile(path, `#!${interpreter}\n// SPDX-License-Identifier: Apache-2.0\nrequire('${program}');\n`);
  await chmod(path, 0o755);
}

/** Writes the program that starts what reads the input of strangers: its SELinux type decides about the domain. */
async function writeReaderEntry(): Promise<void> {
  const path = join(checkout, 'dist/helper/bulkhead-reader');
  await writeFile(path, '#!/bin/sh\n# SPDX-License-Identifier: Apache-2.0\nexec "$@"\n');
  await chmod(path, 0o755);
}

export const helper: Target = {
  name: 'helper',
  async build() {
    await bundle({
      entry: 'helper/main.ts',
      output: 'dist/helper/bulkhead-helper.js',
      format: 'cjs',
      external: nativePackages,
    });
    await bundle({
      entry: 'helper/listener/main.ts',
      output: 'dist/helper/bulkhead-listener.js',
      format: 'cjs',
      external: nativePackages,
    });
    await bundle({
      entry: 'helper/notifier/main.ts',
      output: 'dist/helper/bulkhead-notify.js',
      format: 'cjs',
      external: [],
    });
    await bundle({
      entry: 'helper/policy-worker/main.ts',
      output: 'dist/helper/bulkhead-policy.js',
      format: 'cjs',
      external: nativePackages,
    });
    await bundle({
      entry: 'helper/selinux/policy/policy-reader.ts',
      output: 'dist/helper/bulkhead-policy-reader.js',
      format: 'cjs',
      external: [],
    });
    await bundle({
      entry: 'helper/selinux/policy/module-compiler.ts',
      output: 'dist/helper/bulkhead-module-compiler.js',
      format: 'cjs',
      external: [],
    });
    await bundle({
      entry: 'helper/features/archives/reader/main.ts',
      output: 'dist/helper/bulkhead-archive-reader.js',
      format: 'cjs',
      external: [],
    });
    await writeEntry('bulkhead-helper', `/usr/bin/env -S /usr/bin/node ${helperFlags.join(' ')}`);
    // Most of their flags are in their units: they may not run a further program, as env would, and this line takes one.
    await writeEntry('bulkhead-listener', `/usr/bin/node ${listenerFlags.join(' ')}`);
    await writeEntry('bulkhead-notify', '/usr/bin/node');
    // The command line, at the place where it is installed.
    await writeEntry('bulkhead-metrics', '/usr/bin/node', './cli/bulkheadctl.js');
    await writeEntry('bulkhead-policy', '/usr/bin/node');
    await writeReaderEntry();
    await cp(join(checkout, 'helper/features/drill/programs'), join(checkout, 'dist/helper/drill'), {
      recursive: true,
    });
    await cp(join(checkout, 'helper/lxc/network/programs'), join(checkout, 'dist/helper/network'), {
      recursive: true,
    });
    await cp(join(checkout, 'helper/lxc/seccomp'), join(checkout, 'dist/helper/seccomp'), { recursive: true });
    await copyPackages(nativePackages, join(checkout, 'dist/helper/node_modules'));
    // Says what the file is, wherever the folder is put.
    await writeFile(
      join(checkout, 'dist/helper/package.json'),
      `${JSON.stringify({ name: 'bulkhead-helper', private: true, type: 'commonjs' })}\n`,
    );
  },
};
