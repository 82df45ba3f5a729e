// SPDX-License-Identifier: Apache-2.0
/** These cases hold the evidence of a period to what is promised of its parts, its files and its manifest. */

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type EvidenceManifest,
  evidenceManifestSchema,
  evidencePartSchema,
  type EvidencePeriod,
  missingPartSchema,
} from '../../contract/model/evidence.ts';
import { codeOf } from './read-stream.ts';
import type { ConformanceSubject } from './subject.ts';

interface Gathered {
  readonly parts: readonly string[];
  readonly fractions: readonly number[];
  readonly texts: ReadonlyMap<string, string>;
  readonly manifest: EvidenceManifest;
}

const page = { name: 'index.html' as const, sha256: 'ab'.repeat(32) };

async function gather({ client }: ConformanceSubject, period: EvidencePeriod): Promise<Gathered> {
  const call = client.channel('evidence.collect', period);
  const parts: string[] = [];
  const fractions: number[] = [];
  const texts = new Map<string, string>();
  for await (const item of call) {
    if (item.type === 'step') {
      parts.push(item.part);
      fractions.push(item.fraction);
    } else if (item.type === 'piece') texts.set(item.file, (texts.get(item.file) ?? '') + item.text);
    else await call.send({ pages: [page] });
  }
  const { manifest } = await call.result;
  return { parts, fractions, texts, manifest: evidenceManifestSchema().parse(JSON.parse(manifest)) };
}

export function describeEvidence(subject: () => ConformanceSubject): void {
  const period = { from: 1_700_000_000, to: 1_700_000_100 };

  describe('the evidence of a period', () => {
    it('is gathered part by part, and its manifest has the hash of each file and of each page of the client', async () => {
      const { parts, fractions, texts, manifest } = await gather(subject(), period);
      expect(parts).toEqual(evidencePartSchema().options);
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
      const hashed = [...texts].map(([name, text]) => ({
        name,
        sha256: createHash('sha256').update(text).digest('hex'),
        by: 'helper',
      }));
      expect(manifest.files).toEqual([...hashed, { ...page, by: 'client' }]);
      expect(manifest.period).toEqual(period);
    });

    it('says of each file without content why it has none, and of no other', async () => {
      const { texts, manifest } = await gather(subject(), period);
      const withoutContent = [...texts].filter(([, text]) => missingPartSchema().safeParse(JSON.parse(text)).success);
      expect(withoutContent.map(([name]) => name)).toEqual(manifest.missing);
      for (const [, text] of withoutContent) expect(text).toMatch(/"problem": ?".+"/);
    });

    it('is not gathered of a period that does not begin before it ends', async () => {
      const call = subject().client.channel('evidence.collect', { from: period.to, to: period.from });
      expect(await codeOf(call.result)).toBe('params-invalid');
    });
  });
}
