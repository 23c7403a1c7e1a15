/**
 * A handler of one's own: stops a run whose loss runs away, and can be saved and resumed like those of the library.
 *
 *   npx tsx examples/custom-handler.ts
 */
import { Checkpoint, CheckpointError, Engine, Events, OptionError, latestCheckpoint, loadObjects, memoryStore } from 'tfjs-ignite';
import type { AnyEngine, FileStore, RemovableEventHandle, StateDict, StateTree } from 'tfjs-ignite';

/** Stops an engine when the smoothed output, a loss, is `factor` times the lowest that it has been. */
class DivergenceGuard implements StateDict {
  readonly #factor: number;
  #smoothed: number | null = null;
  #lowest = Infinity;

  constructor({ factor = 3 }: { factor?: number } = {}) {
    if (!(factor > 1)) throw new OptionError({ owner: 'DivergenceGuard.factor', expected: 'more than 1', got: factor });
    this.#factor = factor;
  }

  /** What makes an object a handler. It is called with the engine, and awaited where it returns a promise. */
  handle(engine: AnyEngine): void {
    const loss = engine.state.output;
    if (typeof loss !== 'number') throw new OptionError({ owner: 'DivergenceGuard', expected: 'an output that is a number', got: loss });
    this.#smoothed = this.#smoothed === null ? loss : 0.9 * this.#smoothed + 0.1 * loss;
    this.#lowest = Math.min(this.#lowest, this.#smoothed);
    if (this.#smoothed > this.#factor * this.#lowest) engine.terminate();
  }

  /** Knows the right event, and gives the way to unsubscribe. */
  attach(engine: AnyEngine): RemovableEventHandle {
    return engine.on(Events.ITERATION_COMPLETED, this);
  }

  /** Whatever a resumed run needs to end like one that was not stopped. */
  stateDict(): StateTree {
    return { smoothed: this.#smoothed, lowest: this.#lowest };
  }

  /** All or nothing: everything is checked before anything is taken over. */
  loadStateDict({ smoothed, lowest }: StateTree): void {
    const fits = (smoothed === null || typeof smoothed === 'number') && typeof lowest === 'number';
    if (!fits) throw new CheckpointError({ owner: 'DivergenceGuard', expected: 'the numbers smoothed and lowest', got: { smoothed, lowest } });
    this.#smoothed = smoothed;
    this.#lowest = lowest;
  }
}

/** A "training" that goes well for 50 iterations and then runs away; a checkpoint every 20 iterations. */
async function train(store: FileStore): Promise<void> {
  const trainer = new Engine(({ state }) => Math.exp(Math.abs(state.iteration - 50) / 25));
  const guard = new DivergenceGuard({ factor: 2 });
  guard.attach(trainer);
  const toSave = { trainer, guard };
  const checkpoint = new Checkpoint({ toSave, store });

  const latest = await latestCheckpoint(store);
  if (latest !== undefined) await loadObjects(toSave, latest.state);
  const startedAt = trainer.state.iteration;
  trainer.on(Events.ITERATION_COMPLETED.every(20), checkpoint);
  const { iteration } = await trainer.run(Array(200).fill(0));
  console.log(`from iteration ${startedAt}: stopped at iteration ${iteration}`);
}

async function main(): Promise<void> {
  const store = memoryStore();
  await train(store);
  await train(store); // as another process would, with what the first one left
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
