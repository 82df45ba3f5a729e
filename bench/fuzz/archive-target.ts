// SPDX-License-Identifier: Apache-2.0
/**
 * The reader of image archives, given archives that were changed. What it lets through is looked at again: nothing leads
 * out of the tree, lies below a link, or is a device, and GNU tar reads it.
 */

import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createByteReader } from '../../helper/features/archives/reader/byte-reader.ts';
import { reportSchema } from '../../helper/features/archives/reader/protocol.ts';
import { readTree } from '../../helper/features/archives/reader/read-tree.ts';
import { readEntries } from '../../helper/features/archives/reader/tar-entries.ts';
import { createTarWriter } from '../../helper/features/archives/reader/tar-writer.ts';
import { createTreeWriter } from '../../helper/features/archives/reader/tree-writer.ts';
import { NoSpaceError, UnusableError } from '../../helper/features/archives/reader/unusable-error.ts';
import { createRandom } from '../../helper/server/fixtures/random.ts';
import { makeChangedArchive } from './archives.ts';
import type { Target } from './targets.ts';

const limits = { maxBytes: 4 * 1024 * 1024, maxFiles: 100, ids: { first: 0, count: 65_536 } };
/** GNU tar reads one archive of so many that are let through. */
const listedOf = 200;

export const archives: Target = {
  name: 'archives',
  what: 'image archives: root file systems, and images of OCI with one layer or two (tar)',
  inputs: 100_000,
  async give(inputs, seed, findings) {
    const folder = mkdtempSync(join(tmpdir(), 'bulkhead-fuzz-'));
    const [input, output] = [join(folder, 'input.tar'), join(folder, 'output.tar')];
    const scratch = mkdtempSync(join(folder, 'scratch-'));
    const before = process.cwd();
    process.chdir(scratch);
    let passed = 0;
    for (let at = 0; at < inputs; at += 1) {
      writeFileSync(input, makeChangedArchive(createRandom(seed + at)));
      try {
        if (readArchive(input, output)) {
          passed += 1;
          findings.faults.push(
            ...problemsOf(output, passed % listedOf === 0).map((one) => `seed ${seed + at}: ${one}`),
          );
        } else findings.rejected += 1;
      } catch (error) {
        findings.faults.push(`seed ${seed + at}: ${String(error).slice(0, 300)}`);
      }
      for (const file of readdirSync(scratch)) rmSync(join(scratch, file));
      await nextTurn();
    }
    process.chdir(before);
    rmSync(folder, { recursive: true });
  },
};

/** Reads the archive as the process that reads does it. False when the archive is not accepted. */
function readArchive(input: string, output: string): boolean {
  const [from, to] = [openSync(input, 'r'), openSync(output, 'w')];
  try {
    const tree = createTreeWriter(createTarWriter(to), limits, 'root');
    const facts = readTree(readEntries(createByteReader(from)), tree, {
      layout: 'detect',
      onEntry: () => undefined,
      maxBytes: limits.maxBytes,
      maxEntries: limits.maxFiles,
    });
    reportSchema.parse({ type: 'done', ...facts, ...tree.end() });
    return true;
  } catch (error) {
    if (!(error instanceof UnusableError || error instanceof NoSpaceError)) throw error;
    ftruncateSync(to);
    return false;
  } finally {
    closeSync(from);
    closeSync(to);
  }
}

function problemsOf(output: string, isListed: boolean): readonly string[] {
  const problems: string[] = [];
  const kinds = new Map<string, string>();
  const file = openSync(output, 'r');
  try {
    for (const { header } of readEntries(createByteReader(file))) {
      const { type, uid, gid, target } = header;
      const path = header.name === './' ? '' : header.name;
      const parts = path === '' ? [] : path.split('/');
      if (parts.some((part) => ['', '.', '..'].includes(part))) problems.push(`the name ${JSON.stringify(path)}`);
      if (!['0', '1', '2', '5', '6'].includes(type)) problems.push(`the type ${type} of ${JSON.stringify(path)}`);
      if (uid >= limits.ids.count || gid >= limits.ids.count) problems.push(`the owner of ${JSON.stringify(path)}`);
      for (let length = 0; length < parts.length; length += 1)
        if (kinds.get(parts.slice(0, length).join('/')) !== '5' && parts.length > 0)
          problems.push(`${JSON.stringify(path)} does not lie in a folder`);
      if (type === '1' && !['0', '2', '6'].includes(kinds.get(target) ?? ''))
        problems.push(`${JSON.stringify(path)} links to what is no file of the tree`);
      if (kinds.has(path) && type !== '5') problems.push(`${JSON.stringify(path)} comes twice`);
      kinds.set(path, type === '1' ? (kinds.get(target) ?? '') : type);
    }
  } finally {
    closeSync(file);
  }
  if (isListed && spawnSync('/usr/bin/tar', ['--list', '--file', output], { stdio: 'ignore' }).status !== 0)
    problems.push('GNU tar does not read it');
  return problems;
}
