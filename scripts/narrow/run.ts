// SPDX-License-Identifier: Apache-2.0
/**
 * `npx tsx scripts/narrow/run.ts STORE`: counts what containers may do on a distribution's policy, of which STORE is the
 * module store (/var/lib/selinux/default), and writes the figures that docs/guide/policy.md shows. No module is
 * installed. After it: `npm run generate`.
 */

import { writeFileSync } from 'node:fs';
import { readStore } from '../../cli/policy-check/read-store.ts';
import { baseModules, digestOfModules } from './sample-modules.ts';
import { measurePolicy } from './measure-policy.ts';
import { recordPath, type NarrowRecord } from './debian-record.ts';

const [store, version] = process.argv.slice(2);
if (store === undefined || version === undefined) {
  process.stderr.write('use: npx tsx scripts/narrow/run.ts STORE VERSION-OF-selinux-policy-default\n');
  process.exit(2);
}
const own = new Set([...baseModules().keys()].map((file) => file.replace(/\.cil$/, '')));
const policy = await readStore(store, own);
const record: NarrowRecord = {
  policy: version,
  modules: digestOfModules(),
  counts: [...(await measurePolicy(policy.values()))],
};
writeFileSync(recordPath, `${JSON.stringify(record, null, 2)}\n`);
for (const { domain, total } of record.counts) process.stdout.write(`${domain} ${total}\n`);
