// SPDX-License-Identifier: Apache-2.0
/** The group whose members may connect to the listener; polkit decides on each of their calls. */
export const clientGroup = 'bulkhead';
