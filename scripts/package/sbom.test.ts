// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { type Sbom, sbomText } from './sbom.ts';

const found = (serialNumber: string, timestamp: string, folder: string): Sbom => ({
  bomFormat: 'CycloneDX',
  serialNumber,
  metadata: { timestamp, component: { 'bom-ref': 'bulkhead@1.2.3', name: folder, version: '1.2.3' } },
  components: [
    { 'bom-ref': 'zod@4.0.0', name: 'zod', version: '4.0.0' },
    { 'bom-ref': 'koffi@3.0.0', name: 'koffi', version: '3.0.0' },
  ],
  dependencies: [{ ref: 'zod@4.0.0' }, { ref: 'koffi@3.0.0' }],
});
const facts = { electron: '45.4.1', time: 1_795_600_000 };

test('neither the folder of the checkout, nor the time, nor chance is in it', () => {
  const text = sbomText(found('urn:uuid:1', '2026-01-01', 'checkout'), facts);
  expect(sbomText(found('urn:uuid:2', '2027-01-01', 'worktree'), facts)).toBe(text);
  expect(text).toContain('"timestamp": "2026-11-25T');
});

test('Electron is in it, and all is in one order', () => {
  const { components, serialNumber } = JSON.parse(sbomText(found('', '', ''), facts)) as {
    readonly components: readonly { readonly name: string; readonly purl?: string }[];
    readonly serialNumber: string;
  };
  expect(components.map(({ name }) => name)).toEqual(['electron', 'koffi', 'zod']);
  expect(components[0]?.purl).toBe('pkg:npm/electron@45.4.1');
  expect(serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('another content has another number', () => {
  const number = (electron: string): unknown =>
    (JSON.parse(sbomText(found('', '', ''), { ...facts, electron })) as { readonly serialNumber: string }).serialNumber;
  expect(number('45.4.2')).not.toBe(number('45.4.1'));
});
