// SPDX-License-Identifier: Apache-2.0

/** systemd holds the helper's sockets in it; it is gone when the host shuts down. */
export const runtimeFolder = '/run/bulkhead';
