// SPDX-License-Identifier: Apache-2.0
/** `policy prove`: what the loaded policy of a host, or a policy file, lets pass between containers. */

import { readFile } from 'node:fs/promises';
import { type Proof, type SignedCertificate, signedCertificateSchema } from '../../../contract/model/policy/proof.ts';
import { operations } from '../../../contract/operations/index.ts';
import { prove } from '../../../sepolicy/prove/prove.ts';
import { nameArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { exitCodes } from '../../format/problem-line.ts';
import { certificateText, differenceText, proofText } from '../../format/proof-text.ts';
import { InputError } from '../../input-error.ts';
import { readPolicyFile } from '../../policy-file.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';

interface ProveOptions {
  readonly from?: string;
  readonly to?: string;
  readonly policy?: string;
  readonly difference?: string;
}

export function addPolicyProve({ program, act }: Registry): void {
  program
    .command('prove')
    .summary('prove that nothing passes between containers')
    .description(
      `${operations['policy.prove'].summary} With --json it is one value, which --difference takes later. The exit ` +
        'code is 0 when it is proven, 1 when a channel is open, and 6 when the policy has something that is not understood.',
    )
    .option('--from <name>', 'only from this container, with --to', nameArgument)
    .option('--to <name>', 'only to this container, with --from', nameArgument)
    .option('--difference <file>', 'show what has changed since this certificate, which --json wrote')
    .option('--policy <file>', 'prove this policy instead of that of a host: a compiled one, or its CIL text')
    .addHelpText(
      'after',
      examples(
        'policy prove',
        'policy prove --from web --to db',
        'policy prove --json > certificate.json',
        'policy prove --difference certificate.json',
        'policy prove --policy policy.34',
      ),
    )
    .action((options: ProveOptions) => act((context) => runProve(context, options)));
}

async function runProve(context: CommandContext, { from, to, policy, difference }: ProveOptions): Promise<number> {
  const { output } = context;
  if ((from === undefined) !== (to === undefined)) throw new UsageError('--from and --to are given together');
  if (policy !== undefined && (from !== undefined || difference !== undefined))
    throw new UsageError('--policy proves a file, which has no containers and no certificate');
  if (policy !== undefined) return tellProof(context, prove(await readPolicyFile(policy)));
  const before = difference === undefined ? undefined : await readCertificate(difference);
  const signed = await withClient(context, (client) =>
    client.request('policy.prove', from === undefined || to === undefined ? {} : { pair: { from, to } }, {
      signal: context.signal,
    }),
  );
  const { proof } = signed.certificate;
  if (before === undefined) return tellProof(context, proof, signed);
  const text = differenceText(before.certificate.proof, proof);
  const isSame = before.certificate.policySha256 === signed.certificate.policySha256;
  await output.note(isSame ? 'The policy is the same.' : 'Another policy is loaded: the certificate is stale.');
  if (text === '') await output.note('Nothing differs in the proof.');
  else await output.write(text);
  return exitCodeOf(proof);
}

async function tellProof({ output }: CommandContext, proof: Proof, signed?: SignedCertificate): Promise<number> {
  if (output.isJson) await output.json(signed ?? proof);
  else await output.write((signed === undefined ? '' : certificateText(signed.certificate)) + proofText(proof));
  return exitCodeOf(proof);
}

function exitCodeOf({ verdict }: Proof): number {
  return { proven: exitCodes.done, open: exitCodes.failed, unknown: exitCodes.unknown }[verdict];
}

async function readCertificate(file: string): Promise<SignedCertificate> {
  try {
    return signedCertificateSchema().parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    throw new InputError(file, 'it is no certificate that policy prove --json wrote');
  }
}
