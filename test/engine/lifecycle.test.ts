import fc from 'fast-check';
import type { AnyEngine, DataSource, EngineEvent, EventName } from '../../src/engine';
import { Engine, Events } from '../../src/engine';
import { isDone } from '../../src/engine/state';

/** The grammar of `docs/lifecycle.md`, one letter an event, INTERRUPT left out. */
const LETTERS: Record<EventName, string> = {
  STARTED: 'S',
  EPOCH_STARTED: 'E',
  GET_BATCH_STARTED: 'g',
  DATALOADER_STOP_ITERATION: 'd',
  GET_BATCH_COMPLETED: 'G',
  ITERATION_STARTED: 'i',
  ITERATION_COMPLETED: 'I',
  TERMINATE_SINGLE_EPOCH: 'X',
  EPOCH_COMPLETED: 'C',
  TERMINATE: 'T',
  COMPLETED: 'F',
  INTERRUPT: '',
  EXCEPTION_RAISED: '!',
};
const WITH_DATA = /^S(E(gd?GiI)*(gd?(Gi?)?)?X?C?)*T?F?$/;
const WITHOUT_DATA = /^S(E(iI)*i?X?C?)*T?F?$/;

type Kind = 'array' | 'iterable' | 'generator' | 'asyncIterable' | 'none';
type Stop = 'terminate' | 'terminateSkip' | 'terminateEpoch' | 'terminateEpochSkip';
interface Plan {
  kind: Kind;
  length: number;
  epochLength: number | undefined;
  limits: { maxEpochs: number } | { maxIters: number };
  stops: { event: EventName; firing: number; stop: Stop }[];
  asynchronous: boolean;
}

const plans: fc.Arbitrary<Plan> = fc.record({
  kind: fc.constantFrom<Kind>('array', 'iterable', 'generator', 'asyncIterable', 'none'),
  length: fc.integer({ min: 1, max: 5 }),
  epochLength: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
  limits: fc.oneof(fc.record({ maxEpochs: fc.integer({ min: 1, max: 4 }) }), fc.record({ maxIters: fc.integer({ min: 1, max: 12 }) })),
  stops: fc.array(
    fc.record({
      event: fc.constantFrom<EventName>('GET_BATCH_STARTED', 'GET_BATCH_COMPLETED', 'ITERATION_STARTED', 'ITERATION_COMPLETED', 'DATALOADER_STOP_ITERATION', 'EPOCH_COMPLETED'),
      firing: fc.integer({ min: 1, max: 8 }),
      stop: fc.constantFrom<Stop>('terminate', 'terminateSkip', 'terminateEpoch', 'terminateEpochSkip'),
    }),
    { maxLength: 3 },
  ),
  asynchronous: fc.boolean(),
});

function dataOf({ kind, length }: Plan): DataSource<number> | null {
  const values = Array.from({ length }, (_, index) => index);
  switch (kind) {
    case 'array':
      return values;
    case 'iterable':
      return { [Symbol.iterator]: () => values[Symbol.iterator]() };
    case 'generator':
      return values[Symbol.iterator]();
    case 'asyncIterable':
      return {
        async *[Symbol.asyncIterator]() {
          yield* values;
        },
      };
    case 'none':
      return null;
  }
}

function obey(engine: AnyEngine, stop: Stop): void {
  if (stop === 'terminate') engine.terminate();
  else if (stop === 'terminateSkip') engine.terminate({ skipCompleted: true });
  else if (stop === 'terminateEpoch') engine.terminateEpoch();
  else engine.terminateEpoch({ skipEpochCompleted: true });
}

interface Played {
  word: string;
  rows: string[];
  batches: unknown[];
  pauses: number;
  engine: Engine<number | null>;
}

/** Plays a plan, pausing at the firings (counted over all events) that `pauses` names, until it is over. */
async function play(plan: Plan, pauses: ReadonlySet<number> = new Set()): Promise<Played> {
  const { asynchronous, stops } = plan;
  const batches: unknown[] = [];
  const rows: string[] = [];
  let word = '';
  let fired = 0;
  const firings = new Map<EventName, number>();
  const engine = new Engine<number | null>(
    (_, batch) => {
      batches.push(batch);
      return asynchronous ? Promise.resolve(batch) : batch;
    },
    { logger: { warn: () => undefined } },
  );
  for (const name of Object.keys(Events) as EventName[]) {
    if (name === 'EXCEPTION_RAISED') continue;
    const event: EngineEvent = Events[name];
    engine.on(event, (self) => {
      if (name === 'INTERRUPT') return undefined;
      const firing = (firings.get(name) ?? 0) + 1;
      firings.set(name, firing);
      word += LETTERS[name];
      rows.push(`${name} ${self.state.epoch} ${self.state.iteration}`);
      for (const each of stops) if (each.event === name && each.firing === firing) obey(self, each.stop);
      if (pauses.has(++fired)) self.interrupt();
      return asynchronous ? Promise.resolve() : undefined;
    });
  }
  const data = dataOf(plan);
  const epochLength = plan.epochLength ?? (data === null ? plan.length : undefined);
  await engine.run(data, { ...plan.limits, ...(epochLength === undefined ? {} : { epochLength }) });
  let paused = 0;
  while (engine.lastEventName === 'INTERRUPT') {
    paused++;
    await engine.run();
  }
  return { word, rows, batches, pauses: paused, engine };
}

describe('whatever the data, the limits and the stops', () => {
  test('the order of events is a word of the grammar', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const { word } = await play(plan);
        expect(word).toMatch(plan.kind === 'none' ? WITHOUT_DATA : WITH_DATA);
      }),
      { numRuns: 400 },
    );
  });

  test('each step got one batch, and iterations and epochs count on by one', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const { rows, batches } = await play(plan);
        const started = rows.filter((row) => row.startsWith('ITERATION_STARTED')).map((row) => Number(row.split(' ')[2]));
        expect(started).toEqual(started.map((_, index) => index + 1));
        expect(started.length - batches.length).toBeGreaterThanOrEqual(0);
        expect(started.length - batches.length).toBeLessThanOrEqual(plan.stops.length);
        const epochs = rows.filter((row) => row.startsWith('EPOCH_STARTED')).map((row) => Number(row.split(' ')[1]));
        expect(epochs).toEqual(epochs.map((_, index) => index + 1));
      }),
      { numRuns: 200 },
    );
  });

  test('a run that nothing stops, on data that does not run out, reaches its limit', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const { engine, word } = await play({ ...plan, stops: [], kind: plan.kind === 'generator' ? 'array' : plan.kind });
        expect(isDone(engine.state)).toBe(true);
        expect(word.endsWith('F')).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('a run paused anywhere and resumed is the run that was not paused', async () => {
    await fc.assert(
      fc.asyncProperty(plans, fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }), async (plan, pauses) => {
        const straight = await play(plan);
        const paused = await play(plan, new Set(pauses));
        // A pause asked for in the last event of a run has nothing left to pause.
        const asked = pauses.filter((at) => at < straight.rows.length - 1).length;
        expect(paused.pauses).toBeGreaterThanOrEqual(plan.stops.length === 0 ? asked : 0);
        expect(paused.rows).toEqual(straight.rows);
        expect(paused.batches).toEqual(straight.batches);
        const { epoch, iteration, epochLength, output } = straight.engine.state;
        expect(paused.engine.state).toMatchObject({ epoch, iteration, epochLength, output });
      }),
      { numRuns: 400 },
    );
  });

  test('promises change nothing', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const [one, other] = [await play({ ...plan, asynchronous: false }), await play({ ...plan, asynchronous: true })];
        expect(other.rows).toEqual(one.rows);
        expect(other.batches).toEqual(one.batches);
      }),
      { numRuns: 150 },
    );
  });

  test('a run saved at any completed epoch and resumed elsewhere ends with the same batches', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 5 }), fc.nat(20), async (length, maxEpochs, at) => {
        const data = Array.from({ length }, (_, index) => index);
        const make = (): { engine: Engine<number>; batches: number[] } => {
          const batches: number[] = [];
          return { batches, engine: new Engine<number>((_, batch) => void batches.push(batch), { deterministic: { seed: 1 } }) };
        };
        const whole = make();
        await whole.engine.run(data, { maxEpochs });
        const first = make();
        const stop = 1 + (at % (length * maxEpochs));
        first.engine.on(Events.ITERATION_COMPLETED.once(stop), (self) => self.terminate());
        await first.engine.run(data, { maxEpochs });
        const second = make();
        second.engine.loadStateDict(first.engine.stateDict());
        if (stop < length * maxEpochs) await second.engine.run(data);
        expect([...first.batches, ...second.batches]).toEqual(whole.batches);
      }),
      { numRuns: 100 },
    );
  });
});
