// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readFilteredPorts } from './filtered-ports.ts';

const folder = mkdtempSync(join(tmpdir(), 'filtered-ports-'));
afterAll(() => rmSync(folder, { recursive: true }));
const { signal } = new AbortController();

/** A program in the place of nft that knows this one map only. */
function nftThat(answer: string): string {
  const path = join(folder, 'nft');
  writeFileSync(path, `#!/bin/sh\n[ "$*" = "list map bridge bulkhead from_ports" ] || exit 99\n${answer}\n`, {
    mode: 0o755,
  });
  return path;
}

it('names the ports whose frames are checked (net-spoof)', async () => {
  const map =
    'table bridge bulkhead {\n\tmap from_ports {\n\t\ttype ifname : verdict\n\t\telements = { ' +
    '"bh4b5e57f6eb2f4" : jump from_bh4b5e57f6eb2f4,\n\t\t\t     "bh1" : jump from_bh1, "bh2" : drop }\n\t}\n}';
  expect(await readFilteredPorts(signal, nftThat(`cat <<'END'\n${map}\nEND`))).toEqual(
    new Set(['bh4b5e57f6eb2f4', 'bh1']),
  );
});

it('takes no map for no checked port, and a kernel or a host that cannot check for unknown', async () => {
  expect(await readFilteredPorts(signal, nftThat('echo "No such file or directory" >&2; exit 1'))).toEqual(new Set());
  expect(await readFilteredPorts(signal, nftThat('echo "Operation not supported" >&2; exit 1'))).toBeUndefined();
  expect(await readFilteredPorts(signal, join(folder, 'none'))).toBeUndefined();
});

it('ends with its caller', async () => {
  await expect(readFilteredPorts(AbortSignal.abort(new Error('gone')), nftThat('echo'))).rejects.toThrow('gone');
});
