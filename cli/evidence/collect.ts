// SPDX-License-Identifier: Apache-2.0
/** Has a host gather its evidence, makes the pages of it, and gives all files with the signed manifest. */

import { createHash } from 'node:crypto';
import {
  type EvidenceManifest,
  evidenceManifestSchema,
  evidencePageSchema,
  type EvidencePart,
  type EvidencePeriod,
} from '../../contract/model/evidence.ts';
import { evidenceHtml } from '../../report/evidence-html.ts';
import { type CommandContext, withClient } from '../command-context.ts';
import { createProgressLine } from '../output/progress-line.ts';
import { verifyProgram } from './verify-program.ts';

export interface Collected {
  readonly manifest: EvidenceManifest;
  /** All files of the folder, the signature last. */
  readonly files: ReadonlyMap<string, string>;
}

/** The most that one evidence may have, in characters. */
const maxCharacters = 256 * 1024 * 1024;

const partLabels: Readonly<Record<EvidencePart, string>> = {
  versions: 'versions',
  certificate: 'certificate of non-interference',
  drill: 'reports of the drill',
  audit: 'audit of isolation',
  activity: 'activity',
  'local-changes': 'local changes of the policy',
  'kernel-record': 'record of the kernel',
  assessment: 'assessment of controls',
};

export async function collectEvidence(context: CommandContext, period: EvidencePeriod): Promise<Collected> {
  const { environment, output, signal } = context;
  const progress = createProgressLine(environment.stderr, output);
  return withClient(context, async (client) => {
    const call = client.channel('evidence.collect', period, { signal });
    const files = new Map<string, string>();
    let pages: Pages | undefined;
    let count = 0;
    try {
      for await (const item of call) {
        if (item.type === 'step')
          await progress.show(`${String(Math.round(item.fraction * 100)).padStart(3)} %  ${partLabels[item.part]}`);
        else if (item.type === 'piece') {
          count += item.text.length;
          if (count > maxCharacters)
            throw new Error('cannot take the evidence: it is too large; name a shorter period');
          files.set(checkName(item.file), (files.get(item.file) ?? '') + item.text);
        } else {
          const made = pagesOf(period, files);
          pages = made;
          await call.send({
            pages: evidencePageSchema().options.map((name) => ({ name, sha256: hash(made[name]) })),
          });
        }
      }
    } finally {
      await progress.clear();
    }
    const { manifest, signature } = await call.result;
    return {
      manifest: evidenceManifestSchema().parse(JSON.parse(manifest)),
      files: new Map([
        ...files,
        ...Object.entries(pages ?? {}),
        ['manifest.json', manifest],
        ['manifest.sig', `${signature}\n`],
      ]),
    };
  });
}

/** A host that is not to be trusted could name a file elsewhere. */
function checkName(name: string): string {
  if (!/^[a-z][\w-]{0,80}\.json$/.test(name) || name === 'manifest.json')
    throw new Error('cannot take the evidence: the host named a file that does not belong to it');
  return name;
}

type Pages = Readonly<Record<'index.html' | 'verify.mjs', string>>;

function pagesOf(period: EvidencePeriod, files: ReadonlyMap<string, string>): Pages {
  return { 'index.html': evidenceHtml({ period, files }), 'verify.mjs': verifyProgram };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
