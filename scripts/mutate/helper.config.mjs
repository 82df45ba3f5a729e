// SPDX-License-Identifier: Apache-2.0
/** Mutation testing of the helper's pure files alone: `npm run mutate -- scripts/mutate/helper.config.mjs`. */

import config, { notMutated, ofHelper } from '../../stryker.config.mjs';

export default { ...config, mutate: [...ofHelper, ...notMutated] };
