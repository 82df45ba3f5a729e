// SPDX-License-Identifier: Apache-2.0
/** Reads a certificate that `policy prove --json` wrote. */

import { readFile } from 'node:fs/promises';
import { type SignedCertificate, signedCertificateSchema } from '../../../contract/model/policy/proof.ts';
import { InputError } from '../../input-error.ts';

/** Takes the path of the file; fails with an {@link InputError} where it is no certificate. */
export async function readCertificate(file: string): Promise<SignedCertificate> {
  try {
    return signedCertificateSchema().parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    throw new InputError(file, 'it is no certificate that policy prove --json wrote');
  }
}
