// SPDX-License-Identifier: Apache-2.0
interface PlaywrightSuite {
  specs?: readonly {
    file: string;
    title: string;
    ok: boolean;
    tests: readonly { results: readonly { errors: readonly { message?: string }[] }[] }[];
  }[];
  suites?: readonly PlaywrightSuite[];
}
export function describeFailure(name: string, reason: string): string;
export function failedInPlaywright(report: {
  suites: readonly PlaywrightSuite[];
  errors: readonly { message?: string }[];
}): string[];
