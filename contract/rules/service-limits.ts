// SPDX-License-Identifier: Apache-2.0
/**
 * Every limit of the service on what its clients may take: the one place where they are declared, and from which
 * `npm run protocol` lists them.
 */

export interface ServiceLimit {
  readonly value: number;
  readonly unit: string;
  /** What is limited; it becomes the documentation. */
  readonly meaning: string;
  /** What happens to one who goes beyond it. */
  readonly beyond: string;
}

const mebibyte = 1024 * 1024;
const ends = 'ends the connection';
const waits = 'waits for its turn';
const busy = 'fails with `too-busy`';

export const serviceLimits = {
  requestBytes: { value: mebibyte, unit: 'bytes', meaning: 'one frame to the helper', beyond: ends },
  responseBytes: { value: 8 * mebibyte, unit: 'bytes', meaning: 'one frame to a client', beyond: 'is never sent' },
  depth: { value: 16, unit: 'levels', meaning: 'nesting of one message', beyond: ends },
  requestValues: {
    value: 20_000,
    unit: 'values',
    meaning: 'numbers, texts, lists and such in one message to the helper',
    beyond: ends,
  },
  requestTextPerSecond: {
    value: 4 * mebibyte,
    unit: 'bytes a second',
    meaning: 'JSON that one user sends, without the bytes that are carried beside it',
    beyond: waits,
  },
  frameMs: {
    value: 10_000,
    unit: 'ms',
    meaning: 'time in which a frame that has begun must have arrived',
    beyond: ends,
  },
  helloMs: { value: 5_000, unit: 'ms', meaning: 'time until the greeting', beyond: ends },
  backlogBytes: {
    value: 8 * mebibyte,
    unit: 'bytes',
    meaning: 'answers that wait for a client that does not read',
    beyond: ends,
  },
  stallMs: { value: 30_000, unit: 'ms', meaning: 'time in which such a client must have read something', beyond: ends },
  waitingMessages: {
    value: 32,
    unit: 'messages',
    meaning: 'messages of one connection that were read and not yet handled',
    beyond: 'is not read until there are fewer',
  },
  streamCredit: { value: 32, unit: 'items', meaning: 'items under way in one direction of one stream', beyond: ends },
  connections: { value: 64, unit: 'connections', meaning: 'connections of all users', beyond: 'is closed unread' },
  connectionsPerUser: { value: 8, unit: 'connections', meaning: 'connections of one user', beyond: 'is closed unread' },
  connectionBurst: {
    value: 60,
    unit: 'connections',
    meaning: 'connections that one user makes at once, if there were none before',
    beyond: 'is closed unread',
  },
  connectionsPerSecond: {
    value: 20,
    unit: 'connections a second',
    meaning: 'connections that one user makes after these',
    beyond: 'is closed unread',
  },
  callBurst: {
    value: 64,
    unit: 'calls',
    meaning: 'calls that one user makes at once, if there were none before',
    beyond: waits,
  },
  callsPerSecond: {
    value: 32,
    unit: 'calls a second',
    meaning: 'calls that one user makes after these; what is sent within a stream is none',
    beyond: waits,
  },
  callsPerConnection: {
    value: 64,
    unit: 'calls',
    meaning: 'calls of one connection that run or wait, open streams among them',
    beyond: busy,
  },
  streamsPerUser: { value: 128, unit: 'streams', meaning: 'open streams and channels of one user', beyond: busy },
  readsPerUser: {
    value: 2,
    unit: 'requests',
    meaning: 'requests of one user that run at the same time and change nothing',
    beyond: waits,
  },
  changesPerUser: {
    value: 16,
    unit: 'calls',
    meaning: 'calls of one user that run at the same time and change something, except consoles',
    beyond: waits,
  },
  heavyPerUser: {
    value: 1,
    unit: 'calls',
    meaning: 'calls of one user that look through the whole host (`isolation.audit`, `label.verify`, `policy.learned`)',
    beyond: waits,
  },
  recoveryWaitMs: {
    value: 300_000,
    unit: 'ms',
    meaning: 'time for which a call waits until what it concerns is recovered, after the helper has started',
    beyond: 'fails with `not-recovered`',
  },
  questionsToPolkit: {
    value: 8,
    unit: 'questions',
    meaning: 'questions to polkit at the same time, except those that wait for a password',
    beyond: waits,
  },
  questionsToPolkitPerUser: { value: 2, unit: 'questions', meaning: 'such questions about one user', beyond: waits },
  yesKeptMs: {
    value: 1_000,
    unit: 'ms',
    meaning: "polkit's yes to the same question of one connection, for actions that change nothing",
    beyond: 'is asked again',
  },
  promptsPerUser: {
    value: 32,
    unit: 'calls',
    meaning: 'calls of one user that wait for a password, one prompt at a time',
    beyond: busy,
  },
  usersWithPrompt: { value: 16, unit: 'users', meaning: 'users with a password prompt at the same time', beyond: busy },
  compilations: {
    value: 2,
    unit: 'compilations',
    meaning: 'compilations of policy modules at the same time',
    beyond: waits,
  },
  compilationsPerUser: {
    value: 1,
    unit: 'compilations',
    meaning: 'compilations of one user at the same time',
    beyond: waits,
  },
  compilationsWaiting: { value: 16, unit: 'compilations', meaning: 'compilations of one user that wait', beyond: busy },
  policyQuestionsPerUser: {
    value: 1,
    unit: 'questions',
    meaning: 'questions of one user to the loaded policy at the same time',
    beyond: waits,
  },
  progressItems: {
    value: 1_000,
    unit: 'items',
    meaning: 'items about the progress of work that goes on while its reader does not read',
    beyond: 'the latest item takes the place of the one before it',
  },
  consolesPerUser: { value: 16, unit: 'consoles', meaning: 'consoles of one user, kept ones among them', beyond: busy },
  consoleKeptMs: {
    value: 120_000,
    unit: 'ms',
    meaning: 'time in which a kept console waits for a client, after its connection has ended',
    beyond: 'the console is ended',
  },
  consoleTailBytes: {
    value: 256 * 1024,
    unit: 'bytes',
    meaning: 'output of a kept console that is sent again to a client that attaches to it',
    beyond: 'what is older is forgotten',
  },
  inputSilenceMs: {
    value: 60_000,
    unit: 'ms',
    meaning: 'time for which a client may send nothing of a file that it sends; consoles may be silent',
    beyond: 'fails with `client-silent`',
  },
  transfersPerUser: {
    value: 2,
    unit: 'transfers',
    meaning: 'containers that one user exports or imports at the same time',
    beyond: busy,
  },
  importsPerUser: {
    value: 2,
    unit: 'imports',
    meaning: 'images that one user makes at the same time, of archives or of containers',
    beyond: busy,
  },
  logLines: {
    value: 50_000,
    unit: 'lines',
    meaning: "lines of a container's log in one answer",
    beyond: 'is malformed',
  },
  logLineCharacters: {
    value: 256 * 1024,
    unit: 'characters',
    meaning: 'one line of a log, as journalctl or the console gives it',
    beyond: 'only its beginning is given',
  },
  logSilenceMs: {
    value: 120_000,
    unit: 'ms',
    meaning: 'time for which journalctl in a container may give no entry before it has given all that was there',
    beyond: 'it is killed',
  },
  processes: {
    value: 4096,
    unit: 'processes',
    meaning: 'processes of a container in one answer',
    beyond: 'are counted only',
  },
  processBytes: {
    value: 6 * mebibyte,
    unit: 'bytes',
    meaning: 'JSON of the processes of a container in one answer',
    beyond: 'are counted only',
  },
  controlGroups: {
    value: 2000,
    unit: 'groups',
    meaning: 'control groups of the host in one answer',
    beyond: 'the deepest are counted only',
  },
  healthMs: {
    value: 10_000,
    unit: 'ms',
    meaning: 'time in which systemctl in a container has to answer, where its health is asked for',
    beyond: 'it is killed, and which units failed is not known',
  },
  consoleLogBytes: {
    value: 512 * 1024,
    unit: 'bytes',
    meaning: 'one of the two files that keep what a container writes to its console',
    beyond: 'the older file is replaced',
  },
} as const satisfies Record<string, ServiceLimit>;
