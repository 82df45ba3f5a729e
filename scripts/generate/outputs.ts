/** The files that are generated, by their path in the checkout. */

import { polkitPolicy } from './polkit-policy.ts';
import { protocolReference } from './protocol-reference.ts';

export const outputs: Readonly<Record<string, () => string>> = {
  'policy/polkit/org.bulkhead.policy': polkitPolicy,
  'docs/protocol.md': protocolReference,
};
