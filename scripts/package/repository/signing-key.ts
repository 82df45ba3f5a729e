// SPDX-License-Identifier: Apache-2.0
/** Signs by a key of the caller's GnuPG keyring (`GNUPGHOME`). The key itself is never read. */

import { runTool } from '../../electron/run-tool.ts';

/** Names a secret key by the 40 hexadecimal digits of its fingerprint. */
export type Fingerprint = string;

const batch = ['--batch', '--no-tty'];

/** Gives the fingerprint in capitals; raises when it is none, or when the keyring has no such secret key that signs. */
export async function findSigningKey(given: string): Promise<Fingerprint> {
  const fingerprint = given.replaceAll(' ', '').toUpperCase();
  if (!/^[0-9A-F]{40}$/.test(fingerprint))
    throw new Error(`cannot sign with the key "${given}": give the 40 digits of its fingerprint`);
  const listed = await runTool('gpg', [...batch, '--with-colons', '--list-secret-keys', fingerprint]).catch(() => '');
  // The twelfth field holds what the key can do; capitals say it of the key with all its subkeys.
  const canSign = listed.split('\n').some((line) => /^sec:/.test(line) && (line.split(':')[11] ?? '').includes('S'));
  if (!canSign)
    throw new Error(`cannot sign with the key ${fingerprint}: the keyring has no secret key of it that signs`);
  return fingerprint;
}

/** Writes the public key to a file, as text that apt and rpm read. */
export async function exportPublicKey(key: Fingerprint, path: string): Promise<void> {
  await runTool('gpg', [...batch, '--yes', '--armor', '--output', path, '--export', key]);
}

/** Writes a signature of its own beside the text (`detach`), or a file that holds the text and its signature (`clear`). */
export async function signFile(
  key: Fingerprint,
  kind: 'clear' | 'detach',
  { source, target }: { readonly source: string; readonly target: string },
): Promise<void> {
  const how = kind === 'clear' ? ['--clear-sign'] : ['--armor', '--detach-sign'];
  const words = [...batch, '--yes', '--digest-algo', 'SHA512', '--local-user', key, ...how, '--output', target, source];
  await runTool('gpg', words);
}
