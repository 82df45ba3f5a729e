// SPDX-License-Identifier: Apache-2.0
/** The one fake host of the tests, from wherever it is kept: window, command line and conformance suite use the same. */

export { createFakeHost, type FakeHost } from '../renderer/testing/fake/fake-host.ts';
export { serveFake } from '../renderer/testing/fake/serve-fake.ts';
