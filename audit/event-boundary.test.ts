import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createDenialGroups, type DenialGroups } from './denial-groups.ts';
import { eventBoundary } from './event-boundary.ts';
import { createLogGrouping } from './log-grouping.ts';

/** This tries much; a busy machine may take long over it. */
vi.setConfig({ testTimeout: 60_000 });

const stamp = (serial: number): string => `msg=audit(1795533833.${String(serial % 1000).padStart(3, '0')}:${serial}):`;
const vector = (serial: number, comm = 'cat', type = 'a_t'): string => `type=AVC ${stamp(serial)} avc:  denied  { read } for  pid=1 comm="${comm}" name="x" dev="vda" ino=7 scontext=u:r:${type}:s0:c5,c6 tcontext=u:r:b_t:s0 tclass=file permissive=0`;
const call = (serial: number): string => `type=SYSCALL ${stamp(serial)} arch=c000003e syscall=257 success=no exit=-13 a0=5 items=1 pid=9 comm="late" exe="/usr/bin/late" key=(null)`;

function linesBeside(text: string, cut: number): [string[], string[]] {
  return [text.slice(0, cut).split('\n'), text.slice(cut).split('\n')];
}

interface Outcome {
  readonly groups: DenialGroups;
  readonly skipped: readonly string[];
  readonly lines: number;
}

function grouped(bytes: Buffer, linesBefore = 0): Outcome {
  const groups = createDenialGroups();
  const skipped: string[] = [];
  const grouping = createLogGrouping({ groups, mostLines: 100, bufferBytes: 128 * 1024, onSkipped: (line, reason) => skipped.push(`line ${linesBefore + line}: ${reason}`) });
  grouping.filled(bytes.copy(grouping.space()));
  grouping.end();
  return { groups, skipped, lines: grouping.lines };
}

describe('cutting a log between events', () => {
  it('cuts next to the middle where no event lies across', () => {
    const lines = [vector(1), call(1), vector(2), vector(3), call(2), call(3), vector(4), call(4), vector(5)];
    const text = `${lines.join('\n')}\n`;
    const middle = text.indexOf(call(2));
    const cut = eventBoundary(Buffer.from(text), middle);
    expect(linesBeside(text, cut ?? 0)[1][0]).toBe(vector(4));
  });

  it('finds no place within one long event, or where there are no lines', () => {
    expect(eventBoundary(Buffer.from(`${vector(1)}\n${`${vector(2)}\n${call(1)}\n`.repeat(9)}`), 50)).toBeUndefined();
    expect(eventBoundary(Buffer.from('x'.repeat(1000)), 500)).toBeUndefined();
    expect(eventBoundary(Buffer.alloc(0), 0)).toBeUndefined();
  });

  it('gives parts whose groups, put together, are those of the whole, with everything that was skipped', () => {
    const serial = fc.integer({ min: 1, max: 12 });
    const line = fc.oneof(
      fc.tuple(serial, fc.constantFrom('cat', 'sh', 'ls'), fc.constantFrom('a_t', 'c_t', 'd_t')).map(([number, comm, type]) => vector(number, comm, type)),
      serial.map(call),
      serial.map((number) => `type=CWD ${stamp(number)} cwd="/srv"`),
      serial.map((number) => `type=PATH ${stamp(number)} item=0 name="html/x" inode=7 nametype=NORMAL`),
      fc.constantFrom('garbage', '', 'type=AVC msg=audit(1', '\0\0', 'type=USER_LOGIN msg=audit(1795533833.001:3): pid=1'),
    );
    let cuts = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 4, maxLength: 60 }), fc.nat(4000), (lines, middle) => {
        // As a log is: an event's records are near each other, though not in one piece.
        const near = lines.map((text, index) => text.replace(/:(\d+)\):/, (_, number: string) => `:${Number(number) + 4 * index}):`));
        const bytes = Buffer.from(near.join('\n'), 'latin1');
        const cut = eventBoundary(bytes, middle);
        if (cut === undefined) return;
        cuts += 1;
        const whole = grouped(bytes);
        const front = grouped(bytes.subarray(0, cut));
        const back = grouped(bytes.subarray(cut), front.lines);
        expect(front.groups.absorb(back.groups.groups())).toBe(true);
        expect(front.groups.groups().map(withSortedNames)).toEqual(whole.groups.groups().map(withSortedNames));
        expect([...front.skipped, ...back.skipped]).toEqual(whole.skipped);
      }),
      { numRuns: 300 },
    );
    expect(cuts).toBeGreaterThan(100);
  });
});

/** Names come in the order in which events were ready. */
function withSortedNames<Group extends { readonly comms: string[] }>(group: Group): Group {
  return { ...group, comms: group.comms.toSorted() };
}
