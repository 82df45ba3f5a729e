// SPDX-License-Identifier: Apache-2.0
/** `policy prove`: what the loaded policy of a host, or a policy file, lets pass between containers. */

import type { Proof, SignedCertificate } from '../../../contract/model/policy/proof.ts';
import { operations, type Params } from '../../../contract/operations/index.ts';
import { prove } from '../../../sepolicy/prove/prove.ts';
import { nameArgument } from '../../arguments/argument-parsers.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { exitCodes } from '../../format/problem-line.ts';
import { certificateText, differenceText, proofText, sinceText } from '../../format/proof-text.ts';
import { readPolicyFile } from '../../policy-file.ts';
import type { Registry } from '../../registry.ts';
import { UsageError } from '../../usage-error.ts';
import { readCertificate } from './read-certificate.ts';

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
      `${operations['policy.prove'].summary} What has changed since the last certificate of the host stands at the ` +
        'end. With --json it is one value, which --difference takes later. The exit code is 0 when it is proven, 1 when ' +
        'a channel is open or an object of a running container does not hold its categories, and 6 when the policy ' +
        'has something that is not understood, or an object could not be read.',
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
  const pair = from === undefined || to === undefined ? undefined : { from, to };
  const { signed, last } = await askHost(context, pair);
  const { proof } = signed.certificate;
  if (before === undefined) {
    const exitCode = await tellProof(context, proof, signed);
    if (last !== null && !output.isJson) await output.write(sinceText(last.certificate, signed.certificate));
    return exitCode;
  }
  const text = differenceText(before.certificate.proof, proof);
  const isSame = before.certificate.policySha256 === signed.certificate.policySha256;
  await output.note(isSame ? 'The policy is the same.' : 'Another policy is loaded: the certificate is out of date.');
  if (text === '') await output.note('Nothing differs in the proof.');
  else await output.write(text);
  return exitCodeOf(proof);
}

/** Asks the host for a certificate, and for the last one before it; a pair has no earlier one. */
async function askHost(
  context: CommandContext,
  pair: Params<'policy.prove'>['pair'],
): Promise<{ readonly signed: SignedCertificate; readonly last: SignedCertificate | null }> {
  const { signal } = context;
  return withClient(context, async (client) => {
    if (pair !== undefined) return { signed: await client.request('policy.prove', { pair }, { signal }), last: null };
    const { last } = await client.request('policy.certificate', {}, { signal });
    return { signed: await client.request('policy.prove', {}, { signal }), last };
  });
}

async function tellProof({ output }: CommandContext, proof: Proof, signed?: SignedCertificate): Promise<number> {
  if (output.isJson) await output.json(signed ?? proof);
  else await output.write((signed === undefined ? '' : certificateText(signed.certificate)) + proofText(proof));
  return exitCodeOf(proof);
}

function exitCodeOf({ verdict }: Proof): number {
  return { proven: exitCodes.done, open: exitCodes.failed, unknown: exitCodes.unknown }[verdict];
}
