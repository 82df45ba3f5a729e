// SPDX-License-Identifier: Apache-2.0
/** Which image an archive of OCI or docker holds: its layers in order, and how its program is run. */

import * as z from 'zod';
import type { ApplicationSettings } from '../../ports.ts';
import { shownName, UnusableError } from '../unusable-error.ts';
import type { Blobs } from './blobs.ts';

export interface FoundImage {
  /** Paths in the archive, the lowest layer first. */
  readonly layers: readonly string[];
  readonly application: ApplicationSettings;
}

const digestSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must be a digest of SHA-256');
const descriptorSchema = z.object({
  mediaType: z.string().default(''),
  digest: digestSchema,
  platform: z.object({ architecture: z.string(), os: z.string() }).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});
type Descriptor = z.infer<typeof descriptorSchema>;
const indexSchema = z.object({ manifests: z.array(descriptorSchema).max(1000) });
const maxLayers = 500;
const manifestSchema = z.object({ config: descriptorSchema, layers: z.array(descriptorSchema).max(maxLayers) });
const archiveSchema = z.array(z.object({ Config: z.string(), Layers: z.array(z.string()).max(maxLayers) })).max(1000);
/** All that an image says is kept, and listed with every other image. */
const maxWords = 200;
const wordSchema = z.string().max(4096);
const words = z.array(wordSchema).max(maxWords).nullish();
const maxApplicationBytes = 64 * 1024;
const configSchema = z.object({
  config: z
    .object({
      Entrypoint: words,
      Cmd: words,
      Env: words,
      User: wordSchema.nullish(),
      WorkingDir: wordSchema.nullish(),
      ExposedPorts: z.record(z.string().max(20), z.unknown()).nullish(),
      StopSignal: z.string().max(20).nullish(),
    })
    .nullish(),
});

/** OCI has these names for the processors that Node names. */
const architectures: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };
const ownArchitecture = architectures[process.arch] ?? process.arch;

/** Fails with `UnusableError` where there is none, or more than one, or a digest is wrong. */
export function findImage(blobs: Blobs): FoundImage {
  if (blobs.has('index.json')) return ofIndex(blobs);
  if (blobs.has('manifest.json')) return ofArchive(blobs);
  throw new UnusableError('it has neither an index.json nor a manifest.json, so it is no image of OCI or docker');
}

function ofIndex(blobs: Blobs): FoundImage {
  const { manifests } = parsed(indexSchema, blobs.json('index.json'), 'index.json');
  let chosen = oneOf(manifests);
  for (let depth = 0; /index|manifest\.list/.test(chosen.mediaType); depth += 1) {
    if (depth > 3) throw new UnusableError('its indexes name one another');
    chosen = oneOf(parsed(indexSchema, blobs.json(checkedBlob(blobs, chosen)), 'its index').manifests);
  }
  const { config, layers } = parsed(manifestSchema, blobs.json(checkedBlob(blobs, chosen)), 'its manifest');
  return {
    application: applicationOf(blobs.json(checkedBlob(blobs, config))),
    layers: layers.map((layer) => checkedBlob(blobs, layer)),
  };
}

/** Finds the image of an archive as docker saves it. What it names by a digest has to have that digest. */
function ofArchive(blobs: Blobs): FoundImage {
  const images = parsed(archiveSchema, blobs.json('manifest.json'), 'manifest.json');
  const [image] = images;
  if (image === undefined || images.length > 1)
    throw new UnusableError(`it holds ${images.length} images; save one of them alone`);
  for (const path of [image.Config, ...image.Layers]) {
    const digest = /(?:^|\/)([0-9a-f]{64})(?:\.json)?$/.exec(path)?.[1];
    if (digest !== undefined) blobs.requireDigest(path, `sha256:${digest}`);
  }
  return { application: applicationOf(blobs.json(image.Config)), layers: image.Layers };
}

function oneOf(manifests: readonly Descriptor[]): Descriptor {
  // Attestations of builders have a platform that nothing runs on.
  const images = manifests.filter(({ platform }) => platform?.os !== 'unknown');
  const own = images.filter(({ platform }) => platform?.architecture === ownArchitecture);
  const candidates = own.length > 0 ? own : images;
  const [one] = candidates;
  if (one === undefined) throw new UnusableError('its index names no image');
  if (new Set(candidates.map(({ digest }) => digest)).size > 1)
    throw new UnusableError(
      `it holds several images (${candidates.map(labelOf).map(shownName).join(', ')}); save one of them alone`,
    );
  return one;
}

function labelOf({ annotations, digest }: Descriptor): string {
  return annotations?.['org.opencontainers.image.ref.name'] ?? digest;
}

function checkedBlob(blobs: Blobs, { digest }: Descriptor): string {
  const path = `blobs/${digest.replace(':', '/')}`;
  blobs.requireDigest(path, digest);
  return path;
}

function applicationOf(raw: unknown): ApplicationSettings {
  const { config } = parsed(configSchema, raw, 'its configuration');
  const application = {
    entrypoint: config?.Entrypoint ?? [],
    command: config?.Cmd ?? [],
    environment: config?.Env ?? [],
    user: config?.User ?? '',
    folder: config?.WorkingDir ?? '',
    ports: Object.keys(config?.ExposedPorts ?? {}),
    stopSignal: config?.StopSignal ?? '',
  };
  if (Buffer.byteLength(JSON.stringify(application)) > maxApplicationBytes)
    throw new UnusableError('its configuration says more of its program than can be kept');
  return application;
}

function parsed<T>(schema: z.ZodType<T>, raw: unknown, name: string): T {
  const { data, error } = schema.safeParse(raw);
  if (error !== undefined)
    throw new UnusableError(
      `${name} is not what it should be: ${error.issues[0]?.path.join('.') ?? ''} ${error.issues[0]?.message ?? ''}`,
    );
  return data;
}
