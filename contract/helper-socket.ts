// SPDX-License-Identifier: Apache-2.0
/** Names the path of the helper's socket. systemd puts it in a folder that only root may write. */
export const helperSocket = '/run/bulkhead/helper.sock';
