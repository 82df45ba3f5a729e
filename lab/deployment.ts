// SPDX-License-Identifier: Apache-2.0
/**
 * What a deploy copies into the guest, gathered into a folder, so that a concurrent build changes nothing in it; and
 * the key that identifies it.
 */

import { createHash, type Hash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Deployment {
  /** Contains `usr/...` as the guest is to have it. */
  readonly folder: string;
  /** The policy modules in it. */
  readonly modules: readonly string[];
  readonly missing: readonly string[];
  /** The same content, put there by the same programs, gives the same key. */
  readonly key: string;
}

interface Piece {
  readonly source: string;
  readonly target: string;
  readonly wanted: RegExp;
}

/** For people who want to look, and for semodule by hand: it is confined, and may read there. */
export const policyStage = '/usr/share/bulkhead/selinux';

const checkout = fileURLToPath(new URL('..', import.meta.url));
/** The programs that do it, as part of the key: so no version number has to be raised by hand. */
const programs = ['deployment.ts', 'deploy.ts', 'policy-store.ts'].map((name) => new URL(name, import.meta.url));

const pieces: readonly Piece[] = [
  { source: 'dist/helper', target: '/usr/lib/bulkhead', wanted: /./ },
  { source: 'dist/cli', target: '/usr/lib/bulkhead/cli', wanted: /./ },
  {
    source: 'policy/systemd',
    target: '/usr/lib/systemd/system',
    wanted: /\.(service|socket|slice|target|timer|scope)$/,
  },
  { source: 'policy/polkit', target: '/usr/share/polkit-1/actions', wanted: /\.policy$/ },
  { source: 'policy/selinux', target: policyStage, wanted: /\.cil$/ },
];

/** Gathers what the checkout has now, for the time of `work`. */
export async function withDeployment<T>(work: (deployment: Deployment) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'bulkhead-deploy-'));
  try {
    const missing = await gather(folder);
    const modules = (await readdir(join(folder, policyStage))).sort().map((name) => join(folder, policyStage, name));
    return await work({ folder, modules, missing, key: await keyOf(folder) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function gather(folder: string): Promise<string[]> {
  const missing: string[] = [];
  for (const piece of pieces) {
    const names = await matching(piece);
    if (names.length === 0) missing.push(`${piece.source} (nothing there for ${piece.target})`);
    await mkdir(join(folder, piece.target), { recursive: true });
    for (const name of names)
      await cp(join(checkout, piece.source, name), join(folder, piece.target, name), {
        recursive: true,
        verbatimSymlinks: true,
      });
  }
  return missing;
}

async function matching({ source, wanted }: Piece): Promise<string[]> {
  const names = await readdir(join(checkout, source)).catch(() => []);
  return names.filter((name) => wanted.test(name)).sort();
}

export async function keyOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const program of programs) hash.update(await readFile(program));
  await addFolder(hash, folder, '');
  return hash.digest('hex').slice(0, 16);
}

async function addFolder(hash: Hash, root: string, path: string): Promise<void> {
  const entries = await readdir(join(root, path), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) await addFolder(hash, root, inner);
    else await addFile(hash, root, inner);
  }
}

/** The lengths separate one file's end from the next one's name. */
async function addFile(hash: Hash, root: string, path: string): Promise<void> {
  const [content, { mode }] = await Promise.all([readFile(join(root, path)), stat(join(root, path))]);
  hash.update(JSON.stringify([path, mode, content.length])).update(content);
}
