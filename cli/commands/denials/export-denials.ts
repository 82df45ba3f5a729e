// SPDX-License-Identifier: Apache-2.0
/** `denials --export`: groups with the reasons that the loaded policy gives, for tickets. */

import type { ParamsInput } from '../../../contract/operations/index.ts';
import { type CommandContext, withClient } from '../../command-context.ts';
import { type ExplainedGroup, sarifOf } from '../../export/sarif.ts';
import { explanationJson } from '../../format/json/explanation-json.ts';
import { jsonText } from '../../output/json-text.ts';
import { queryDenials } from '../../../report/host-report/query-denials.ts';

export const exportFormats = ['sarif', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export async function exportDenials(
  context: CommandContext,
  query: ParamsInput<'denial.query'>,
  format: ExportFormat,
): Promise<undefined> {
  const { output, signal } = context;
  const { explained, version } = await withClient(context, async (client) => {
    const { groups } = await queryDenials(client, query, signal);
    const gathered: ExplainedGroup[] = [];
    const only = query.container === undefined ? {} : { container: query.container };
    for (const group of groups)
      gathered.push({
        group,
        explanation: await client.request('denial.explain', { group: group.id, ...only }, { signal }),
      });
    return { explained: gathered, version: (await client.request('host.info', {}, { signal })).helper.version };
  });
  const document =
    format === 'sarif'
      ? sarifOf(explained, version)
      : explained.map(({ group, explanation }) => explanationJson(explanation, group));
  await output.write(`${jsonText(document)}\n`);
}
