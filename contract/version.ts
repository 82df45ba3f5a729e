// SPDX-License-Identifier: Apache-2.0
/** The version of this program, put in by the build: of the helper and of bulkheadctl. The window asks Electron for its own. */

declare const BULKHEAD_VERSION: string | undefined;

export const version: string = typeof BULKHEAD_VERSION === 'string' ? BULKHEAD_VERSION : '0.0.0-source';
