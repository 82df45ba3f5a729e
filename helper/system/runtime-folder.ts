// SPDX-License-Identifier: Apache-2.0

/** Where the sockets are that systemd holds for the helper; it is gone when the host shuts down. */
export const runtimeFolder = '/run/bulkhead';
