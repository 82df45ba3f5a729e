// SPDX-License-Identifier: Apache-2.0
/**
 * Makes `sepolicy/fixtures/provoked.log`: real denials from the kernel of a lab, one of each kind (source type, target
 * type, class, permissions), as auditd wrote them.
 *
 *     npx tsx scripts/corpus/make-corpus.ts LAB     a running, deployed lab
 *
 * While it runs, the helper's domain may change to any other. Nothing else is added to the policy, so the denials are
 * those of the policy as it is shipped.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { findLab, type Guest } from '../../lab/guest.ts';
import { corpusDomains } from './corpus-domains.ts';

const target = new URL('../../sepolicy/fixtures/provoked.log', import.meta.url);
/**
 * How many domains may be denied the same access: enough for booleans that help one and not the other, few enough to be
 * read.
 */
const maxOfSame = 2;

const change = '(allow bulkhead_helper_t domain (process (dyntransition)))\n';
const prepare = `set -e
place=/var/tmp/corpus; rm -rf $place; mkdir -p $place/open $place/other-folder
for file in plain web-content home-file other-container open/file; do echo text > $place/$file; done
chmod -R a+rwX $place
chcon -t httpd_sys_content_t $place/web-content; chcon -t user_home_t $place/home-file
chcon -t bulkhead_file_t -l s0:c21,c22 $place/other-container $place/other-folder
cat > /root/corpus.cil; semodule -i /root/corpus.cil
date +%s.%N > $place/begin
`;
const tidy = 'semodule -r corpus; rm -rf /var/tmp/corpus /root/corpus.cil /usr/local/bin/provoke.py';

async function main(name: string): Promise<void> {
  const guest = await findLab(name);
  if (guest === undefined) throw new Error(`cannot make the corpus: no lab "${name}" runs`);
  await guest.mustRun(prepare, { input: change });
  try {
    const log = await provoke(guest);
    const kinds = oneOfEach(log);
    await writeFile(target, `${kinds.join('\n')}\n`);
    console.log(`${kinds.length} kinds of denials`);
  } finally {
    await guest.mustRun(tidy);
  }
}

/** The AVC records that were logged meanwhile. */
async function provoke(guest: Guest): Promise<readonly string[]> {
  await guest.mustRun('cat > /usr/local/bin/provoke.py && chmod 755 /usr/local/bin/provoke.py', {
    input: await readFile(new URL('provoke.py', import.meta.url)),
  });
  await guest.mustRun([
    'systemd-run',
    '--quiet',
    '--wait',
    '--collect',
    '-p',
    'SELinuxContext=system_u:system_r:bulkhead_helper_t:s0-s0:c0.c1023',
    '/usr/bin/python3',
    '/usr/local/bin/provoke.py',
    ...corpusDomains,
  ]);
  const begin = Number(await guest.mustRun('cat /var/tmp/corpus/begin'));
  const lines = (
    await guest.mustRun(
      'sleep 1; cat /var/log/audit/audit.log.1 /var/log/audit/audit.log 2>/dev/null | grep -a "^type=AVC"',
    )
  )
    .trimEnd()
    .split('\n');
  return lines.filter((line) => Number(/audit\(([\d.]+):/.exec(line)?.[1]) >= begin);
}

/** Only records of the tried domains; these fields alone decide what a record is about. */
function oneOfEach(lines: readonly string[]): readonly string[] {
  const kinds = new Map<string, string>();
  const denied = new Map<string, number>();
  for (const line of lines) {
    const [, permissions = '', context = '', type = '', className = ''] =
      /denied +\{ ([^}]*) \}.* scontext=(\S+) tcontext=[^:]+:[^:]+:([^:]+)\S* tclass=(\S+)/.exec(line) ?? [];
    if (!corpusDomains.includes(context)) continue;
    const isSelf = context.split(':')[2] === type;
    const what = [isSelf ? 'self' : type, className, permissions].join(' ');
    const kind = `${context} ${what}`;
    const count = denied.get(what) ?? 0;
    // All denials of containers are kept, because the corpus is about their isolation.
    const isContainer = /:c\d+,c\d+$/.test(context);
    if (kinds.has(kind) || (count >= maxOfSame && !isContainer)) continue;
    denied.set(what, count + 1);
    kinds.set(kind, line.split('\x1d', 1)[0] ?? line);
  }
  return [...kinds.values()];
}

await main(process.argv[2] ?? 'lab');
