// SPDX-License-Identifier: Apache-2.0
/**
 * Makes a log in `sepolicy/fixtures`: denials between two real containers of one domain, which are isolated by
 * categories, one of each class and permissions, as auditd wrote them.
 *
 *     npx tsx THIS_FILE LAB ONE OTHER
 *
 * LAB is a running, deployed lab; ONE and OTHER are running containers in it that are in the shared domain.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { findLab } from '../../lab/guest.ts';

const target = new URL('../../sepolicy/fixtures/provoked-isolation.log', import.meta.url);
const program = '/root/reach-across.py';

async function main([name = 'lab', one = '', other = '']: readonly string[]): Promise<void> {
  const guest = await findLab(name);
  if (guest === undefined) throw new Error(`cannot make the corpus of the isolation audit: no lab "${name}" runs`);
  await guest.mustRun(`cat > ${program}`, { input: await readFile(new URL('reach-across.py', import.meta.url)) });
  const begin = Number(await guest.mustRun('date +%s.%N'));
  await guest.mustRun(['script', '-qec', `/usr/bin/python3 ${program} ${one} ${other}`, '/dev/null']);
  const lines = (await guest.mustRun('sleep 1; grep -a "^type=AVC" /var/log/audit/audit.log')).trimEnd().split('\n');
  const kinds = new Map<string, string>();
  for (const line of lines) {
    const [, time, permissions, className] =
      /audit\(([\d.]+):.* denied +\{ ([^}]*) \}.* scontext=\S+:bulkhead_t:\S+ tcontext=\S+:bulkhead_file_t:\S+ tclass=(\S+)/.exec(
        line,
      ) ?? [];
    if (Number(time) < begin || permissions === undefined) continue;
    const kind = `${className} ${permissions}`;
    if (!kinds.has(kind)) kinds.set(kind, line.split('\x1d', 1)[0] ?? line);
  }
  await writeFile(target, `${[...kinds.values()].join('\n')}\n`);
  console.log(`${kinds.size} kinds of denials`);
}

await main(process.argv.slice(2));
