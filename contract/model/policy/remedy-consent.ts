// SPDX-License-Identifier: Apache-2.0
/**
 * How much a caller has to agree to before a remedy is applied. The helper enforces it; the window and the command line
 * ask for it.
 */

import type { RiskLevel } from '../denials/explanation.ts';

/**
 * `once`: one confirmation. `twice`: a second one, that it is applied although nobody rated it. `never`: the console
 * does not apply it, whatever the caller says.
 */
export type Consent = 'once' | 'twice' | 'never';

const consents: Readonly<Record<RiskLevel, Consent>> = { low: 'once', medium: 'once', unknown: 'twice', high: 'never' };

/** The consent that a remedy of this risk needs. */
export function consentFor(level: RiskLevel): Consent {
  return consents[level];
}
