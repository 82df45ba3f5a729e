// SPDX-License-Identifier: Apache-2.0
/**
 * The helper: one CommonJS file, which Node 20 and 22 run alike, with the processes that read and compile policies and
 * the native modules that it loads beside it.
 */

import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import { copyPackages } from './copy-packages.ts';
import { checkout, type Target } from './target.ts';

const nativePackages = ['koffi', 'libsql', '@lydell/node-pty'];

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
    await cp(join(checkout, 'helper/features/drill/programs'), join(checkout, 'dist/helper/drill'), {
      recursive: true,
    });
    await cp(join(checkout, 'helper/lxc/network/programs'), join(checkout, 'dist/helper/network'), {
      recursive: true,
    });
    await copyPackages(nativePackages, join(checkout, 'dist/helper/node_modules'));
    // Says what the file is, wherever the folder is put.
    await writeFile(
      join(checkout, 'dist/helper/package.json'),
      `${JSON.stringify({ name: 'bulkhead-helper', private: true, type: 'commonjs' })}\n`,
    );
  },
};
