// SPDX-License-Identifier: Apache-2.0
/** Gives the evidence of the fake host: each part says that there is none, and the manifest has no signature. */

import { type EvidenceManifest, evidenceFile, evidencePartSchema } from '../../../contract/model/evidence.ts';
import type { Handlers } from '../../../rpc/handlers.ts';
import type { FakeHost } from './fake-host.ts';

export function fakeEvidence<Caller>(host: FakeHost): Handlers<Caller>['evidence.collect'] {
  return async function* collect(period, { input }) {
    const parts = evidencePartSchema().options;
    const text = `${JSON.stringify({ problem: 'the fake host has none' })}\n`;
    const sha256 = await hashText(text);
    for (const [index, part] of parts.entries()) {
      yield { type: 'step', part, fraction: index / parts.length };
      yield { type: 'piece', file: evidenceFile(part), text };
    }
    yield { type: 'gathered' };
    const files: EvidenceManifest['files'] = parts.map((part) => ({ name: evidenceFile(part), sha256, by: 'helper' }));
    for await (const { pages } of input) {
      files.push(...pages.map((page) => ({ ...page, by: 'client' as const })));
      break;
    }
    const manifest: EvidenceManifest = {
      kind: 'bulkhead-evidence',
      version: 1,
      host: 'lab',
      period,
      madeAt: host.now(),
      askedBy: { uid: 1000, user: 'operator' },
      bulkhead: '0.0.0-source',
      policySha256: null,
      files,
      missing: parts.map((part) => evidenceFile(part)),
      publicKey: '',
    };
    return { manifest: JSON.stringify(manifest), signature: '' };
  };
}

async function hashText(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
