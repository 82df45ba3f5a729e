// SPDX-License-Identifier: Apache-2.0
/**
 * The bill of materials, as CycloneDX: what npm says is installed to run the product, and Electron, which npm counts as
 * a tool. The same checkout gives the same text.
 */

import { createHash } from 'node:crypto';
import * as z from 'zod';
import { runTool } from '../electron/run-tool.ts';

const license = z.object({
  license: z.object({ id: z.string().optional(), name: z.string().optional() }).optional(),
  expression: z.string().optional(),
});
const component = z.looseObject({
  'bom-ref': z.string(),
  name: z.string(),
  version: z.string(),
  licenses: z.array(license).optional(),
});
const schema = z.looseObject({
  metadata: z.looseObject({ component }),
  components: z.array(component),
  dependencies: z.array(z.looseObject({ ref: z.string() })),
});

export type Sbom = z.infer<typeof schema>;

export interface SbomFacts {
  readonly electron: string;
  /** Seconds. */
  readonly time: number;
}

export async function readSbom(checkout: string): Promise<Sbom> {
  const words = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--omit', 'dev'];
  return schema.parse(JSON.parse(await runTool('npm', words, { cwd: checkout })));
}

/** npm names the product after the folder of the checkout, and adds the time and a random number. */
export function sbomText(found: Sbom, { electron, time }: SbomFacts): string {
  const { metadata, components, dependencies } = found;
  const described = {
    ...found,
    metadata: {
      ...metadata,
      timestamp: new Date(time * 1000).toISOString(),
      component: { ...metadata.component, name: 'bulkhead' },
    },
    components: [...components, electronComponent(electron)].sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1)),
    dependencies: [...dependencies].sort((a, b) => (a.ref < b.ref ? -1 : 1)),
  };
  const serialNumber = `urn:uuid:${uuidOf(JSON.stringify({ ...described, serialNumber: undefined }))}`;
  return `${JSON.stringify({ ...described, serialNumber }, undefined, 2)}\n`;
}

function electronComponent(version: string): Sbom['components'][number] {
  return {
    'bom-ref': `electron@${version}`,
    type: 'framework',
    name: 'electron',
    version,
    purl: `pkg:npm/electron@${version}`,
    licenses: [{ license: { id: 'MIT' } }],
  };
}

/** A UUID of version 8, whose bits are the application's own (RFC 9562). */
function uuidOf(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
