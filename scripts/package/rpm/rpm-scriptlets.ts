// SPDX-License-Identifier: Apache-2.0
/** Reads the scriptlets of an RPM package from `packaging/rpm/`, where they are named `helper.post.scriptlet`. */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageDefinition } from '../../../packaging/packages.ts';

/** What each begins with in the spec; the name alone where it is not here. */
const heads: Readonly<Record<string, string>> = { triggerin: 'triggerin -- selinux-policy-targeted' };

/** Gives the text of each as it stands in the spec, by its heading there: `post`. */
export async function scriptletsOf({ id }: PackageDefinition, checkout: string): Promise<ReadonlyMap<string, string>> {
  const folder = join(checkout, 'packaging/rpm');
  const names = (await readdir(folder)).filter((name) => name.startsWith(`${id}.`)).sort();
  const texts = names.map(async (name) => {
    const time = name.split('.')[1] ?? '';
    return [heads[time] ?? time, scriptletText(await readFile(join(folder, name), 'utf8'))] as const;
  });
  return new Map(await Promise.all(texts));
}

/** A line that begins with a percent sign is a macro of systemd. Elsewhere one is a percent sign of the shell. */
export function scriptletText(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.startsWith('%') ? line : line.replaceAll('%', '%%')))
    .join('\n');
}
