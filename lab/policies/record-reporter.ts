// SPDX-License-Identifier: Apache-2.0
/**
 * A reporter of Vitest that records each of the lab tests about the policy of a host when all of its file has passed,
 * for the policy that `BULKHEAD_TEST_POLICY` names: what passed stays recorded when the run is ended midway.
 */

import type { Reporter, TestModule } from 'vitest/node';
import { bootedLabTestIn } from './booted-lab-tests.ts';
import { recordBooted } from './booted-record.ts';
import { isForeign } from './policies.ts';

/** Vitest makes one for a run. */
export default class RecordReporter implements Reporter {
  onTestModuleEnd(module: TestModule): void {
    const policy = process.env['BULKHEAD_TEST_POLICY'] ?? '';
    const test = bootedLabTestIn(module.relativeModuleId);
    if (test !== undefined && isForeign(policy) && module.state() === 'passed')
      recordBooted(policy, test, { at: Date.now() });
  }
}
