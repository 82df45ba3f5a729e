// SPDX-License-Identifier: Apache-2.0
/** Fetches one commit of a public repository, and gives its files only where they are those of that commit. */

import { join } from 'node:path';
import { runTool, tryTool } from '../run-tool.ts';
import { CannotBuild } from './cannot-build.ts';
import { type SourceCommit, sourceServer } from './policies.ts';

/**
 * The repositories are at the server of sources, or, on a closed network, in the folder that `BULKHEAD_POLICY_SOURCES`
 * names, by the same paths: `FOLDER/OWNER/NAME`.
 */
export function sourceAddress(repository: string): string {
  const folder = process.env['BULKHEAD_POLICY_SOURCES'];
  return folder === undefined ? `${sourceServer}/${repository}` : join(folder, repository);
}

/** Makes `folder` a checkout of the commit at `address`, without its history. */
export async function fetchCommit({ commit }: SourceCommit, address: string, folder: string): Promise<void> {
  await runTool('git', ['init', '--quiet', folder]);
  const git = ['-C', folder];
  const fetched = await tryTool('git', [...git, 'fetch', '--quiet', '--depth', '1', '--', address, commit]);
  if (fetched.code !== 0) throw new CannotBuild(`git cannot fetch ${commit} of ${address}: ${fetched.stderr.trim()}`);
  await runTool('git', [...git, '-c', 'advice.detachedHead=false', 'checkout', '--quiet', 'FETCH_HEAD']);
  const found = (await runTool('git', [...git, 'rev-parse', 'HEAD'])).trim();
  if (found !== commit)
    throw new Error(`cannot use what ${address} gives: it is commit ${found}, and the policy is declared as ${commit}`);
}
