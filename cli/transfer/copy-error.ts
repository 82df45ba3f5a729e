// SPDX-License-Identifier: Apache-2.0
/** A copy between two hosts came to nothing: its message names the host, its cause is what that host said. */
export class CopyError extends Error {}
