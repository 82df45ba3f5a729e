// SPDX-License-Identifier: Apache-2.0
/** Archives before they are changed: a root file system, and an image of OCI whose layers are such. */

import { createHash } from 'node:crypto';
import { type MadeEntry, madeArchive } from '../../helper/features/archives/fixtures/made-archive.ts';
import type { Random } from '../../helper/server/fixtures/random.ts';
import { changeArchive } from './change-archive.ts';
import { changeText } from './change-text.ts';

const folders = ['etc', 'usr', 'usr/bin', 'srv', 'srv/.wh.old', 'var'];
const rootEntries: readonly MadeEntry[] = [
  ...folders.map((name) => ({ name, type: '5', mode: 0o755 })),
  { name: 'etc/os-release', content: 'PRETTY_NAME="Debian GNU/Linux 13"\n' },
  { name: 'usr/bin/init', content: '\u007fELF'.padEnd(800, 'x'), mode: 0o755 },
  { name: 'usr/bin/su', content: 'su', mode: 0o4755 },
  {
    name: 'usr/bin/ping',
    content: 'ping',
    attributes: { 'security.capability': '\u0001\0\0\u0002\0\u0020\0\0\0\0\0\0\0\0\0\0\0\0\0\0', 'user.note': 'kept' },
  },
  { name: 'sbin', type: '2', target: 'usr/bin' },
  { name: 'usr/bin/su-again', type: '1', target: 'usr/bin/su' },
  { name: 'var/null', type: '3', major: 1, minor: 3 },
  { name: 'var/pipe', type: '6' },
  { name: `srv/${'long/'.repeat(40)}name`, content: 'deep', modifiedAt: 1_795_533_833, modifiedFraction: '25' },
];
const root = madeArchive(rootEntries);

const configuration = JSON.stringify({
  architecture: 'amd64',
  config: {
    Entrypoint: ['/usr/bin/server'],
    Cmd: ['--listen'],
    Env: ['PATH=/usr/bin'],
    User: '33',
    WorkingDir: '/srv',
    ExposedPorts: { '80/tcp': {} },
  },
});
const jsonPieces = ['{', '}', '[', ']', '"__proto__":{}', 'null', '1e308', '":', ',', '"config":', '"layers":[]'];

/** Every other one is an image. Of an image, some have the right digests of what was changed, and some have not. */
export function makeChangedArchive(random: Random): Buffer {
  const changed = changeArchive(root, random);
  if (random.next() < 0.5) return changed;
  const image = imageOf(
    random.next() < 0.5 ? [changed] : [root, changed],
    random.next() < 0.7 ? configuration : changeText(configuration, jsonPieces, random),
  );
  return random.next() < 0.7 ? image : changeArchive(image, random);
}

function imageOf(layers: readonly Buffer[], config: string): Buffer {
  const blobs: MadeEntry[] = [];
  const describe = (content: Buffer, mediaType: string): object => {
    const digest = createHash('sha256').update(content).digest('hex');
    blobs.push({ name: `blobs/sha256/${digest}`, content });
    return { mediaType, digest: `sha256:${digest}`, size: content.length };
  };
  const manifest = JSON.stringify({
    schemaVersion: 2,
    config: describe(Buffer.from(config), 'application/vnd.oci.image.config.v1+json'),
    layers: layers.map((layer) => describe(layer, 'application/vnd.oci.image.layer.v1.tar')),
  });
  const index = {
    schemaVersion: 2,
    manifests: [describe(Buffer.from(manifest), 'application/vnd.oci.image.manifest.v1+json')],
  };
  return madeArchive([
    { name: 'oci-layout', content: '{"imageLayoutVersion":"1.0.0"}' },
    ...blobs,
    { name: 'index.json', content: JSON.stringify(index) },
  ]);
}
