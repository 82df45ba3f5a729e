// SPDX-License-Identifier: Apache-2.0
/** The helper's version, put in by the build. */

declare const BULKHEAD_VERSION: string | undefined;

export const version: string = typeof BULKHEAD_VERSION === 'string' ? BULKHEAD_VERSION : '0.0.0-source';
