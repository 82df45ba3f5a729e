// SPDX-License-Identifier: Apache-2.0
/** What systemd starts: loads the helper's bundle, which lies beside it. */

import { join } from 'node:path';
import { loadCompiled } from './load-compiled.ts';

loadCompiled(join(__dirname, 'bulkhead-helper.js'), process.env['CACHE_DIRECTORY']);
