// SPDX-License-Identifier: Apache-2.0
/** Gathers the evidence of a period, and signs it with the key of certificates and of reports of the drill. */

import { hostname } from 'node:os';
import {
  type EvidenceManifest,
  evidenceManifestSchema,
  evidencePartSchema,
  type SignedManifest,
} from '../../../contract/model/evidence.ts';
import type { GivenItem, Input } from '../../../contract/operations/index.ts';
import { version } from '../../../contract/version.ts';
import type { HandlersOf } from '../../server/feature.ts';
import { publicTextOf, signingKey, signText } from '../../system/sign-parts.ts';
import { type EvidenceSources, gatherPart, type GatheredFile } from './gather.ts';

export interface EvidenceOptions extends EvidenceSources {
  readonly keyFolder: string;
}

/** Characters in one message; each may take six bytes there. */
const maxPiece = 100_000;

export function createEvidenceFeature(options: EvidenceOptions): { readonly handlers: HandlersOf<'evidence.collect'> } {
  return {
    handlers: {
      async *'evidence.collect'(period, call) {
        const parts = evidencePartSchema().options;
        const files: GatheredFile[] = [];
        for (const [index, part] of parts.entries()) {
          yield { type: 'step', part, fraction: index / parts.length };
          for (const file of await gatherPart(part, options, { period, call, gathered: [...files] })) {
            files.push(file);
            yield* piecesOf(file);
          }
        }
        yield { type: 'gathered' };
        const pages = await pagesOf(call.input);
        const { loadedSha256 } = await options.handlers['policy.identify']({}, call);
        const { uid, user } = call.caller.identity;
        const facts = { period, madeAt: options.now(), askedBy: { uid, user }, policySha256: loadedSha256 };
        return signManifest(options.keyFolder, { ...facts, files: listFiles(files, pages), missing: missingOf(files) });
      },
    },
  };
}

function* piecesOf({ name, text }: GatheredFile): Generator<GivenItem<'evidence.collect'>> {
  for (let begin = 0; begin < text.length; begin += maxPiece)
    yield { type: 'piece', file: name, text: text.slice(begin, begin + maxPiece) };
}

type Pages = Input<'evidence.collect'>['pages'];

/** Waits for the one message of the client; none where it sends none. */
async function pagesOf(input: AsyncIterable<Input<'evidence.collect'>>): Promise<Pages> {
  for await (const { pages } of input) return pages;
  return [];
}

function listFiles(files: readonly GatheredFile[], pages: Pages): EvidenceManifest['files'] {
  return [
    ...files.map(({ name, sha256 }) => ({ name, sha256, by: 'helper' as const })),
    ...pages.map(({ name, sha256 }) => ({ name, sha256, by: 'client' as const })),
  ];
}

function missingOf(files: readonly GatheredFile[]): string[] {
  return files.filter(({ isMissing }) => isMissing).map(({ name }) => name);
}

type Facts = Pick<EvidenceManifest, 'period' | 'madeAt' | 'askedBy' | 'policySha256' | 'files' | 'missing'>;

function signManifest(keyFolder: string, facts: Facts): SignedManifest {
  const key = signingKey(keyFolder);
  const manifest = evidenceManifestSchema().parse({
    kind: 'bulkhead-evidence',
    version: 1,
    host: hostname(),
    bulkhead: version,
    publicKey: publicTextOf(key),
    ...facts,
  });
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  return { manifest: text, signature: signText(text, key) };
}
