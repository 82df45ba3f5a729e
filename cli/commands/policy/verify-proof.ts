// SPDX-License-Identifier: Apache-2.0
/**
 * `policy verify-proof`: whether a saved certificate is genuine, of this host, and of the policy that it has loaded
 * now.
 */

import { readFile } from 'node:fs/promises';
import { describeProof } from '../../../contract/wording/policy/describe-proof.ts';
import { describeVerdictState } from '../../../contract/wording/isolation/describe-verdict.ts';
import { judgeProof } from '../../../contract/model/isolation/judge-proof.ts';
import type { SelinuxMode } from '../../../contract/model/isolation/judge-container.ts';
import type { VerdictState } from '../../../contract/model/isolation/verdict.ts';
import type { PolicyIdentity, SignedCertificate } from '../../../contract/model/policy/proof.ts';
import { partsOfCertificate } from '../../../contract/signed-parts.ts';
import { escapeText } from '../../../report/escape-text.ts';
import { fingerprintOf, isGenuine, isSameKey } from '../../verify-signed.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { examples } from '../../format/help-text.ts';
import { exitCodes } from '../../format/problem-line.ts';
import { certificateText } from '../../format/proof-text.ts';
import { InputError } from '../../input-error.ts';
import type { Registry } from '../../registry.ts';
import { readCertificate } from './read-certificate.ts';

interface VerifyOptions {
  readonly key?: string;
  readonly offline?: boolean;
}

/** What is known of the host now; nothing with --offline. */
interface HostNow extends PolicyIdentity {
  readonly selinux: SelinuxMode | undefined;
}

type Key = 'expected' | 'another' | 'unknown';

interface Verified {
  readonly isGenuine: boolean;
  readonly key: Key;
  /** Undefined where no host was asked, or it cannot read its policy. */
  readonly isLoaded: boolean | undefined;
  readonly state: VerdictState;
}

export function addVerifyProof({ program, act }: Registry): void {
  program
    .command('verify-proof')
    .summary('verify a saved certificate')
    .description(
      'Says whether a certificate that policy prove --json wrote is as it was signed, by which key, and whether its ' +
        'policy is the one that the host has loaded now. The exit code is 0 only when it is genuine, by the key of the ' +
        'host, proves isolation, and is of the policy of now; 1 when it was changed, is signed by another key or says ' +
        'that a channel is open; and 6 when it is out of date or nobody can tell.',
    )
    .argument('<file>', 'the certificate')
    .option('--key <file>', 'the public key, in PEM, that it has to be signed by, instead of that of the host')
    .option('--offline', 'ask no host: whether the policy is the one of now is not known then')
    .addHelpText(
      'after',
      examples(
        'policy verify-proof certificate.json',
        'policy verify-proof certificate.json --key host-key.pem --offline',
        'policy verify-proof certificate.json --json',
      ),
    )
    .action((file: string, options: VerifyOptions) => act((context) => run(context, file, options)));
}

async function run(context: CommandContext, file: string, { key, offline = false }: VerifyOptions): Promise<number> {
  const { output } = context;
  const signed = await readCertificate(file);
  const givenKey = key === undefined ? undefined : await readKey(key);
  const now = offline ? undefined : await askHost(context);
  const verified = verify(signed, now, givenKey ?? now?.publicKey ?? undefined);
  const { certificate, signature } = signed;
  if (output.isJson)
    await output.json({
      genuine: verified.isGenuine,
      key: verified.key,
      key_sha256: fingerprintOf(signature.publicKey) ?? null,
      loaded: verified.isLoaded ?? null,
      policy_sha256: certificate.policySha256,
      loaded_sha256: now?.loadedSha256 ?? null,
      proved_at: certificate.provedAt,
      verdict: certificate.proof.verdict,
      state: verified.state,
    });
  else await output.write(certificateText(certificate) + verifiedText(signed, verified));
  return certificate.proof.verdict === 'open' ? exitCodes.failed : exitCodeOf(verified);
}

async function askHost(context: CommandContext): Promise<HostNow> {
  const { signal } = context;
  return withClient(context, async (client) => {
    const [{ selinux }, { loadedSha256, publicKey }] = await Promise.all([
      client.request('host.info', {}, { signal }),
      client.request('policy.identify', {}, { signal }),
    ]);
    return { loadedSha256, publicKey, selinux: selinux.status };
  });
}

/** Nothing of a certificate that was changed, or that somebody else signed, is believed. */
function verify(signed: SignedCertificate, now: HostNow | undefined, expectedKey: string | undefined): Verified {
  const { certificate } = signed;
  const isAsSigned = isGenuine(partsOfCertificate(certificate), signed);
  const key = keyOf(signed, expectedKey);
  const loaded = now?.loadedSha256 ?? undefined;
  const isLoaded = loaded === undefined ? undefined : loaded === certificate.policySha256;
  const judged = judgeProof({ certificate, isStale: isLoaded !== true, selinux: now?.selinux });
  const isBelieved = isAsSigned && key === 'expected';
  return { isGenuine: isAsSigned, key, isLoaded, state: isBelieved ? judged.state : 'unknown' };
}

function keyOf({ signature }: SignedCertificate, expected: string | undefined): Key {
  if (expected === undefined) return 'unknown';
  return isSameKey(signature.publicKey, expected) ? 'expected' : 'another';
}

function exitCodeOf({ isGenuine: isAsSigned, key, state }: Verified): number {
  if (!isAsSigned || key === 'another' || state === 'not-isolated') return exitCodes.failed;
  return state === 'isolated' || state === 'isolated-with-remarks' ? exitCodes.done : exitCodes.unknown;
}

const keyTexts: Readonly<Record<Key, string>> = {
  expected: 'the expected one',
  another: 'ANOTHER one than expected: the certificate is not of this host',
  unknown: 'not compared with one of a host',
};

function verifiedText({ certificate, signature }: SignedCertificate, verified: Verified): string {
  const { isGenuine: isAsSigned, key, isLoaded, state } = verified;
  return [
    `signature ${isAsSigned ? 'genuine' : 'NOT genuine: the certificate was changed after it was signed'}`,
    `key       ${keyTexts[key]} (SHA-256 ${fingerprintOf(signature.publicKey) ?? 'of no key'})`,
    `loaded    ${loadedText(isLoaded)}`,
    `says      ${describeProof(certificate.proof)}`,
    `now       ${describeVerdictState(state)}`,
  ]
    .map((line) => `${escapeText(line)}\n`)
    .join('');
}

function loadedText(isLoaded: boolean | undefined): string {
  if (isLoaded === undefined) return 'not known which policy the host has loaded now';
  return isLoaded ? 'the same policy is loaded now' : 'ANOTHER policy is loaded now: the certificate is out of date';
}

async function readKey(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined || fingerprintOf(text) === undefined)
    throw new InputError(file, 'it is no ed25519 public key in PEM');
  return text;
}
