// SPDX-License-Identifier: Apache-2.0
/** Set-up of the component tests: when a wait for something to be shown gives up, beside other work too. */

import { configure } from '@testing-library/react';

configure({ asyncUtilTimeout: 20_000 });
