// SPDX-License-Identifier: Apache-2.0
/** Lets Debian's and freedesktop's own checkers read what was made. A checker that is not on this machine is named. */

import { join } from 'node:path';
import { runTool } from '../electron/run-tool.ts';
import { hasProgram } from './has-program.ts';

interface Checker {
  readonly program: string;
  readonly words: readonly string[];
}

export function checkersOf(checkout: string, packages: readonly string[]): readonly Checker[] {
  const asset = (name: string): string => join(checkout, 'assets', `io.bulkhead.Bulkhead.${name}`);
  const debs = packages.filter((path) => path.endsWith('.deb'));
  return [
    { program: 'desktop-file-validate', words: [asset('desktop')] },
    // The project has no home page yet.
    {
      program: 'appstreamcli',
      words: [
        ...['validate', '--no-net', '--override=url-homepage-missing=info'],
        ...[asset('metainfo.xml'), asset('cockpit.metainfo.xml')],
      ],
    },
    { program: 'lintian', words: ['--allow-root', '--fail-on', 'error', ...debs] },
  ];
}

/** Raises with what a checker finds wrong; gives the names of those that are missing. */
export async function checkPackages(checkers: readonly Checker[]): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const { program, words } of checkers) {
    if (await hasProgram(program)) await runTool(program, words);
    else missing.push(program);
  }
  return missing;
}
