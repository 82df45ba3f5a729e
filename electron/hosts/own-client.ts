// SPDX-License-Identifier: Apache-2.0
/**
 * Where the main process itself calls a helper, instead of passing on what the page says. It brings the whole contract,
 * and is loaded when somebody asks.
 */

export { checkFromHere } from '../../hosts/doctor/check-from-here.ts';
export { testHost } from '../../hosts/host-test/test-host.ts';
