/**
 * The handlers of all operations over one host. They neither parse nor check access: both happened before a `Caller`
 * exists.
 */

import type { Handlers } from '../../rpc/server.ts';
import type { Caller } from '../server/caller.ts';
import type { Host } from '../host/host.ts';
import { activityHandlers } from './activity.ts';
import { consoleHandlers } from './console.ts';
import { containerHandlers } from './container.ts';
import { denialHandlers } from './denial.ts';
import { costHandlers } from './cost.ts';
import { drillHandlers } from './drill.ts';
import { hostHandlers } from './host.ts';
import { questionHandlers } from './question.ts';
import { labelHandlers } from './label.ts';
import { remedyHandlers } from './remedy.ts';
import { policyHandlers } from './policy.ts';
import { sampleHandlers } from './sample.ts';
import { volumeHandlers } from './volume.ts';
import { wallHandlers } from './wall.ts';

export function createHandlers(host: Host): Handlers<Caller> {
  return {
    ...hostHandlers(host),
    ...containerHandlers(host),
    ...sampleHandlers(host.samples),
    ...consoleHandlers(host),
    ...denialHandlers(host.denials, host.hiddenDenials),
    ...remedyHandlers(host.changes),
    ...policyHandlers(host.policies),
    ...labelHandlers(host.labels),
    ...activityHandlers(host),
    ...wallHandlers(host.walls),
    ...volumeHandlers(host.volumes),
    ...questionHandlers(host.questions),
    ...drillHandlers(host.drill),
    ...costHandlers(host.costs),
  };
}
