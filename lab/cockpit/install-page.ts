// SPDX-License-Identifier: Apache-2.0
/** Copies the built page of Cockpit to where the package `cockpit-bulkhead` has it, into a guest that has Cockpit. */

import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { installedFiles } from '../../packaging/installed-files.ts';
import { listFiles } from '../../packaging/list-files.ts';
import type { Guest } from '../guest.ts';
import { checkout } from '../places.ts';
import { type OnProgress, step } from '../progress.ts';
import { runTool } from '../run-tool.ts';

const pageFolder = '/usr/share/cockpit/bulkhead';

/** Cockpit makes its certificate and starts its server when it is first asked, which an emulated guest takes seconds for. */
const unpack = `set -e
rm -rf ${pageFolder}
umask 022
tar -x -C / --no-same-owner --keep-directory-symlink -f -
restorecon -RF ${pageFolder}
curl --silent --show-error --insecure --output /dev/null --retry 0 https://localhost:9090/ping
`;

/** Rejects when the page has not been built. */
export async function installPage(guest: Guest, onProgress: OnProgress = () => undefined): Promise<void> {
  await step(onProgress, 'installed the page of Cockpit', async () => {
    await guest.mustRun(unpack, { input: await packPage() });
  });
}

async function packPage(): Promise<Buffer> {
  const files = installedFiles.filter((row) => row.package === 'cockpit').flatMap((row) => listFiles(row, checkout));
  if (!files.some(({ target }) => target === `${pageFolder}/manifest.json`))
    throw new Error('cannot install the page of Cockpit: it has not been built; run "npm run build -- cockpit" first');
  const folder = await mkdtemp(join(tmpdir(), 'bulkhead-page-'));
  try {
    for (const { source, target } of files) {
      await mkdir(dirname(join(folder, target)), { recursive: true });
      await copyFile(source, join(folder, target));
    }
    const archive = join(folder, '.archive.tar');
    // No folders, which are there with owners and modes of their own.
    const names = await runTool('find', [join(folder, 'usr'), '!', '-type', 'd', '-printf', './usr/%P\\0']);
    await runTool('tar', ['-C', folder, '--null', '--no-recursion', '-T', '-', '--mode=0644', '-cf', archive], {
      input: names,
    });
    return await readFile(archive);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
