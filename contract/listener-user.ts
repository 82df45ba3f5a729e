// SPDX-License-Identifier: Apache-2.0
/**
 * The account of the process that clients connect to. It has no rights of its own: it asks polkit in the name of its
 * clients, and passes their calls on to the helper.
 */
export const listenerUser = 'bulkhead-listener';
