// SPDX-License-Identifier: Apache-2.0
/** Says whether lab tests that a change does not have to pass run, too, as every night (ADR 60). */
export const isThorough = process.env['BULKHEAD_WHOLE'] === '1';
