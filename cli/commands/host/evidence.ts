// SPDX-License-Identifier: Apache-2.0
/** `evidence`: a signed folder that shows how the containers of a host were isolated in a period. */

import { operations } from '../../../contract/operations/index.ts';
import { evidenceActivitySchema } from '../../../contract/model/evidence.ts';
import { escapeText } from '../../../report/escape-text.ts';
import { formatTime } from '../../../report/format-time.ts';
import { momentForms, momentRange } from '../../arguments/moment-option.ts';
import type { CommandContext } from '../../command-context.ts';
import { collectEvidence, type Collected } from '../../evidence/collect.ts';
import { beginFolder } from '../../evidence/new-folder.ts';
import { examples } from '../../format/help-text.ts';
import { exitCodes } from '../../format/problem-line.ts';
import type { Registry } from '../../registry.ts';
import { fingerprintOf } from '../../verify-signed.ts';

interface EvidenceOptions {
  readonly from: string;
  readonly until?: string;
  readonly to: string;
}

export function addEvidence({ program, act }: Registry): void {
  program
    .command('evidence')
    .summary('write a signed folder that shows how containers were isolated')
    .description(
      `${operations['evidence.collect'].summary} The folder has a page for people, and verify.mjs, which verifies it with ` +
        'Node alone. The exit code is 0 when all parts are there, 1 when the activity log of the host was changed, and 6 ' +
        'when a part could not be had; the folder is written in each case.',
    )
    .requiredOption('--from <time>', `the beginning of the period: ${momentForms}`)
    .option('--until <time>', 'the end of the period, in the same forms (default: now)')
    .requiredOption('--to <folder>', 'the folder to write; it must not be there')
    .addHelpText(
      'after',
      examples(
        'evidence --from 30d --to evidence-november',
        'evidence --from 2026-10-01 --until 2026-11-01 --to october',
        'evidence --from 7d --to week --json',
      ),
    )
    .action((options: EvidenceOptions) => act((context) => writeEvidence(context, options)));
}

async function writeEvidence(context: CommandContext, { from, until, to }: EvidenceOptions): Promise<number> {
  const now = context.environment.now();
  const range = momentRange(
    [
      ['--from', from],
      ['--until', until],
    ],
    now,
  );
  const period = { from: range.from ?? 0, to: range.to ?? now };
  const folder = await beginFolder(to);
  try {
    const collected = await collectEvidence(context, period);
    for (const [name, text] of collected.files) await folder.write(name, text);
    await folder.finish();
    return await tell(context, to, collected);
  } catch (error) {
    await folder.discard();
    throw error;
  }
}

async function tell({ output }: CommandContext, folder: string, { manifest, files }: Collected): Promise<number> {
  const problems =
    evidenceActivitySchema().safeParse(JSON.parse(files.get('activity.json') ?? 'null')).data?.problems ?? [];
  const key = fingerprintOf(manifest.publicKey) ?? null;
  if (output.isJson)
    await output.json({
      folder,
      host: manifest.host,
      from: manifest.period.from,
      until: manifest.period.to,
      made_at: manifest.madeAt,
      key_sha256: key,
      policy_sha256: manifest.policySha256,
      files: [...files.keys()],
      missing: manifest.missing,
      problems,
    });
  else {
    const lines = [
      `${folder}: evidence of ${manifest.host} from ${formatTime(manifest.period.from)} to ${formatTime(manifest.period.to)}`,
      `signed by the key with SHA-256 ${key ?? 'of no key'}`,
      ...manifest.missing.map((name) => `${name} has no content: ${problemIn(files.get(name))}`),
      ...problems.map((problem) => `the activity log was changed: ${problem}`),
    ];
    await output.write(lines.map((line) => `${escapeText(line)}\n`).join(''));
  }
  if (problems.length > 0) return exitCodes.failed;
  return manifest.missing.length > 0 ? exitCodes.unknown : exitCodes.done;
}

function problemIn(text = '{}'): string {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null && 'problem' in value ? String(value.problem) : 'unknown';
}
