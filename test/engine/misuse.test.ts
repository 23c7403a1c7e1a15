import { Engine, Events, defineEvent } from '../../src/engine';
import type { IgniteError } from '../../src/errors';
import { rejection } from './helpers';

const DATA = [1, 2, 3];
const nothing = (): void => {};
const idle = (): Engine => new Engine(() => undefined);
/** What a call without types would pass. */
const untyped = (value: unknown): never => value as never;

async function stopped(limits: object): Promise<Engine> {
  const engine = idle();
  engine.on(Events.ITERATION_COMPLETED.once(5), (self) => self.terminate());
  await engine.run(DATA, limits);
  return engine;
}

/** What is done, the code, and what the message must name: argument, what was expected, what came. */
const MISUSES: readonly [string, string, RegExp, () => unknown][] = [
  ['no step', 'ERR_OPTION', /^Engine\.step: expected a function .*got undefined/, () => new Engine(untyped(undefined))],
  ['an unknown option of the engine', 'ERR_OPTION', /^Engine: expected only options that it has \(.*got "timer"/, () => new Engine(nothing, untyped({ timer: 1 }))],
  ['an unknown event', 'ERR_OPTION', /^event: expected an event that this engine knows .*got "EPOCH_ENDED".*registerEvents/, () => idle().on(untyped('EPOCH_ENDED'), nothing)],
  ['no event', 'ERR_OPTION', /^event: expected a value of Events .*got 5 \(number\)/, () => idle().on(untyped(5), nothing)],
  ['firing an unknown event', 'ERR_OPTION', /^event: expected .*got "EPOCH_ENDED"/, () => idle().fireEvent(untyped('EPOCH_ENDED'))],
  ['no handler', 'ERR_OPTION', /^handler of STARTED: expected a handler: .*got 5/, () => idle().on('STARTED', untyped(5))],
  ['removing a handler that is not there', 'ERR_STATE', /^off\(STARTED\): expected a handler that is registered/, () => idle().off('STARTED', nothing)],
  ['registering what is no event', 'ERR_OPTION', /^registerEvents: expected event values or names, got 5/, () => idle().registerEvents(untyped(5))],
  ['a filter on an uncounted event', 'ERR_OPTION', /^TERMINATE\.every\(2\): expected an event that is counted.*decide in the handler/, () => idle().on(Events.TERMINATE.every(2), nothing)],
  ['every of 0', 'ERR_OPTION', /^STARTED\.every: expected a positive integer, got 0/, () => Events.STARTED.every(0)],
  ['a fractional every', 'ERR_OPTION', /^STARTED\.every: expected a positive integer, got 1\.5/, () => Events.STARTED.every(1.5)],
  ['a text for every', 'ERR_OPTION', /^STARTED\.every: .*got "2" \(string\)/, () => Events.STARTED.every(untyped('2'))],
  ['a negative before', 'ERR_OPTION', /^STARTED\.before: expected an integer of at least 0, got -1/, () => Events.STARTED.before(-1)],
  ['an empty once', 'ERR_OPTION', /^STARTED\.once: expected a positive integer or a list of at least one/, () => Events.STARTED.once([])],
  ['a when that is no function', 'ERR_OPTION', /^STARTED\.when: expected a function \(engine, count\)/, () => Events.STARTED.when(untyped(true))],
  ['once beside every', 'ERR_OPTION', /^STARTED: expected once\(\) or when\(\) alone.*got "every, once".*one when\(\)/, () => Events.STARTED.every(2).once(3)],
  ['every twice', 'ERR_OPTION', /^STARTED\.every: expected one every\(\)/, () => Events.STARTED.every(2).every(3)],
  ['an event with a built-in name', 'ERR_OPTION', /^defineEvent\.name: .*got "STARTED"/, () => defineEvent('STARTED')],
  ['data that cannot be iterated', 'ERR_OPTION', /^run\.data: expected something to iterate over: .*got 5/, () => idle().run(untyped(5))],
  ['a text as data', 'ERR_OPTION', /^run\.data: expected something to iterate over: .*got "abc"/, () => idle().run(untyped('abc'))],
  ['setData with what cannot be iterated', 'ERR_OPTION', /^setData: expected something to iterate over/, () => idle().setData(untyped(5))],
  ['empty data', 'ERR_DATA', /^run: expected data with at least one batch, got 0.*Check/, () => idle().run([])],
  ['neither data nor epochLength', 'ERR_OPTION', /^run\.epochLength: .*since there is no data.*Pass data or epochLength/, () => idle().run()],
  ...['maxEpochs', 'maxIters', 'epochLength'].flatMap((name) =>
    [0, -1, 1.5, NaN, '3', null].map((value): [string, string, RegExp, () => unknown] => [
      `${name} of ${JSON.stringify(value)} (${typeof value})`, 'ERR_OPTION', new RegExp(`^run\\.${name}: expected a positive integer, got `), () => idle().run(DATA, untyped({ [name]: value })),
    ]),
  ),
  ['both limits', 'ERR_OPTION', /^run: expected maxEpochs or maxIters, not both, got .*Leave one out/, () => idle().run(DATA, { maxEpochs: 1, maxIters: 1 })],
  ['an unknown option of run', 'ERR_OPTION', /^run: expected only options that it has .*got "epochs"/, () => idle().run(DATA, untyped({ epochs: 2 }))],
  ['a limit below what is reached', 'ERR_OPTION', /^run\.maxEpochs: expected at least the 2 .*got 1.*maxEpochs = null/, async () => (await stopped({ maxEpochs: 4 })).run(DATA, { maxEpochs: 1 })],
  ['iterations below what is reached', 'ERR_OPTION', /^run\.maxIters: expected at least the 5 .*got 4.*maxIters = null/, async () => (await stopped({ maxIters: 9 })).run(DATA, { maxIters: 4 })],
  ['the other kind of limit', 'ERR_OPTION', /^run\.maxIters: expected maxEpochs.*got 9.*maxEpochs = null/, async () => (await stopped({ maxEpochs: 4 })).run(DATA, { maxIters: 9 })],
  ['an epochLength against the state', 'ERR_OPTION', /^run\.epochLength: expected the epoch length .*\(3\), got 2.*Leave it out/, async () => (await stopped({ maxEpochs: 4 })).run(DATA, { epochLength: 2 })],
  ['going on without the data', 'ERR_STATE', /^run: expected the data again.*Pass the data/, async () => (await stopped({ maxEpochs: 4 })).run()],
  ['a run of a running engine', 'ERR_STATE', /^run: expected an engine that is not running.*Await its run/, async () => {
    const engine = idle();
    engine.on('STARTED', () => engine.run(DATA));
    await engine.run(DATA);
  }],
  ['terminateEpoch in EPOCH_STARTED', 'ERR_STATE', /^terminateEpoch: expected an epoch whose iterations have begun, got "EPOCH_STARTED".*GET_BATCH_STARTED/, async () => {
    const engine = idle();
    engine.on('EPOCH_STARTED', (self) => self.terminateEpoch());
    await engine.run(DATA);
  }],
  ['a state dict that is none', 'ERR_CHECKPOINT', /^Engine\.loadStateDict: expected a state dict, got /, () => idle().loadStateDict(untyped(null))],
  ['a state dict with iteration and epoch', 'ERR_CHECKPOINT', /exactly one of iteration and epoch, got /, () => idle().loadStateDict({ iteration: 1, epoch: 1, epochLength: 3, maxEpochs: 2 })],
  ['a state dict without a limit', 'ERR_CHECKPOINT', /exactly one of maxEpochs and maxIters, got /, () => idle().loadStateDict({ iteration: 1, epochLength: 3 })],
  ['a state dict without epochLength', 'ERR_CHECKPOINT', /expected the key epochLength/, () => idle().loadStateDict({ iteration: 1, maxEpochs: 3 })],
  ['a state dict beyond its limit', 'ERR_CHECKPOINT', /maxEpochs: expected at least the 3 already reached, got 2/, () => idle().loadStateDict({ epoch: 3, epochLength: 3, maxEpochs: 2 })],
];

test.each(MISUSES)('refused, with code and mend: %s', async (_, code, message, misuse) => {
  const error = (await rejection((async () => misuse())())) as IgniteError;
  expect(error.code).toBe(code);
  expect(error.message).toMatch(new RegExp(message.source, 's'));
});
