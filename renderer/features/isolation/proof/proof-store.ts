// SPDX-License-Identifier: Apache-2.0
/** What is proven of the host that is shown, and which policy it has loaded since: a certificate of another one is out of date. */

import type { Certificate } from '../../../../contract/model/policy/proof.ts';
import type { Client } from '../../../../rpc/client.ts';
import { createHostStore } from '../../../host/host-stores.ts';

interface ProofState {
  /** Undefined before the first. */
  readonly certificate: Certificate | undefined;
  /** The last one of the host before it. */
  readonly before: Certificate | undefined;
  /** SHA-256 of the loaded policy; undefined where it is not known. */
  readonly loadedSha256: string | undefined;
}

export const useProof = createHostStore<ProofState>({
  certificate: undefined,
  before: undefined,
  loadedSha256: undefined,
});

/** Asks which policy is loaded; where nobody answers, it is not known. */
export async function refreshLoaded(client: Client, signal: AbortSignal): Promise<void> {
  try {
    const { loadedSha256 } = await client.request('policy.identify', {}, { signal });
    if (!signal.aborted) useProof.setState({ loadedSha256: loadedSha256 ?? undefined });
  } catch {
    if (!signal.aborted) useProof.setState({ loadedSha256: undefined });
  }
}

/** Has the loaded policy proven, and keeps the last certificate beside the new one. */
export async function proveNow(client: Client, signal: AbortSignal): Promise<void> {
  const { last } = await client.request('policy.certificate', {}, { signal });
  const { certificate } = await client.request('policy.prove', {}, { signal });
  if (signal.aborted) return;
  useProof.setState({ certificate, before: last?.certificate, loadedSha256: certificate.policySha256 });
}

/** True unless the policy that it was made of is known to be loaded still. */
export function isOutOfDate(
  { policySha256 }: Certificate,
  { loadedSha256 }: Pick<ProofState, 'loadedSha256'>,
): boolean {
  return loadedSha256 !== policySha256;
}
