// SPDX-License-Identifier: Apache-2.0
/**
 * Set-up of the component tests: each begins at the present time. Files share what they import, so a time that one of
 * them sets would go on in the next.
 */

import { beforeEach } from 'vitest';
import { useClock } from '../window/clock.ts';

beforeEach(() => useClock.setState({ now: Math.floor(Date.now() / 1000) }));
