/** What compiles and what must not; checked by `tsc --noEmit`, never run. */
import type { AnyEngine, EngineEvent, State } from '../../src/engine';
import { Engine, Events, defineEvent, defineEvents } from '../../src/engine';

/** Takes a value and says what its type has to be, exactly: else an argument is missing. */
const is =
  <Wanted>(): (<Got>(value: Got, ...wrong: [Got] extends [Wanted] ? ([Wanted] extends [Got] ? [] : [never]) : [never]) => void) =>
  () =>
    undefined;

interface Picture {
  pixels: number[];
}
type Scores = { accuracy: number; loss: number };

const engine = new Engine<Picture, string, Scores>((self, batch) => {
  is<Picture>()(batch);
  self.terminate();
  return 'done';
});

// Batch, output and metrics are known.
is<Picture | null>()(engine.state.batch);
is<string | null>()(engine.state.output);
is<number>()(engine.state.metrics.accuracy);
// @ts-expect-error no such metric
is<number>()(engine.state.metrics.f1);

// Inferred from the step.
const inferred = new Engine((_, batch: number) => Promise.resolve(batch > 1));
is<boolean | null>()(inferred.state.output);
is<number | null>()(inferred.state.batch);
void inferred.run([1, 2]);
// @ts-expect-error data of another type
void inferred.run(['a']);
// @ts-expect-error unknown option
void inferred.run([1], { epochs: 2 });
void inferred.run([1]).then((state) => is<State<number, boolean>>()(state));

// Handlers get the engine, what the event passes, then what `on` was given.
engine.on(Events.EPOCH_COMPLETED, (self) => self.state.metrics.loss);
engine.on('TERMINATE_SINGLE_EPOCH', (_, iterCounter) => is<number>()(iterCounter));
engine.on(Events.EXCEPTION_RAISED, (_, error) => {
  is<unknown>()(error);
  return true;
});
engine.on(Events.STARTED, (_, first, second) => first.toFixed() + second.trim(), 1, 'two');
engine.on(Events.STARTED, { handle: (self) => self.terminate() });
engine.on(Events.EPOCH_STARTED.every(2).or(Events.COMPLETED), async () => {});
const all: readonly EngineEvent[] = Object.values(Events);
for (const event of all) engine.on(event, (self, ...args) => [self.state.epoch, ...args]);
// @ts-expect-error unknown event
engine.on('EPOCH_FINISHED', () => {});
// @ts-expect-error the event passes a number
engine.on(Events.TERMINATE_SINGLE_EPOCH, (_, iterCounter: string) => iterCounter);
// @ts-expect-error the argument is missing
engine.on(Events.STARTED, (_, name: string) => name);
// @ts-expect-error an argument of another type
engine.on(Events.STARTED, (_, name: string) => name, 5);
// @ts-expect-error no handler
engine.on(Events.STARTED, 5);
// @ts-expect-error not awaited, so not a predicate
engine.on(Events.STARTED.when(async () => true), () => {});

// Events of one's own.
const SAVED = defineEvent<[file: string]>('SAVED');
engine.on(SAVED, (_, file) => is<string>()(file));
void engine.fireEvent(SAVED, 'best');
// @ts-expect-error the event passes a string
void engine.fireEvent(SAVED, 5);
// @ts-expect-error the event passes something
void engine.fireEvent(SAVED);
const Steps = defineEvents({ FORWARD: {}, BACKWARD: { counter: 'backward' } });
engine.on(Steps.BACKWARD.every(2), (self) => self.state.iteration);
// @ts-expect-error no such event
engine.on(Steps.SIDEWAYS, () => {});

// Every engine is an AnyEngine, and a handler or attach function of AnyEngine fits every engine.
const any: AnyEngine = engine;
export const others: AnyEngine[] = [inferred, new Engine(() => undefined), any];
const attach = (target: AnyEngine, event: EngineEvent<[]>): void => void target.on(event, (self) => (self.state.metrics.made = self.state.output));
attach(engine, Events.COMPLETED);
engine.on(Events.COMPLETED, (self: AnyEngine) => self.state.epoch);
engine.on(Events.COMPLETED, { handle: (self: AnyEngine) => self.state.epoch });
function generic<B, O, M extends Record<string, unknown>>(target: Engine<B, O, M>): void {
  attach(target, Events.COMPLETED);
}
generic(engine);
// @ts-expect-error the helper notices a type that is too wide
is<number>()(inferred.state.output);
