import { availableParallelism, cpus, totalmem } from 'node:os';
import { backendNames } from './backend';
import type { BackendName } from './backend';

/** What trying one backend in a process of its own told. */
export interface BackendProbe {
  readonly name: BackendName;
  readonly outcome: 'works' | 'missing' | 'failed';
  /** Why it does not work; empty when it does. */
  readonly reason: string;
  /** What to do about it; empty when it works. */
  readonly mend: string;
  /** Milliseconds of one training step of a small convolutional layer; absent when it does not work. */
  readonly stepMilliseconds?: number;
}

/** What the doctor found. */
export interface Diagnosis {
  readonly node: string;
  readonly platform: string;
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly backends: readonly BackendProbe[];
  /** What `useBackend('auto')` takes here; absent when nothing works. */
  readonly auto?: BackendName;
}

/**
 * Tries every backend and says what works, what does not, and what to do about it.
 *
 * @param probe tries one backend, best in a process of its own: two native add-ons cannot share one
 */
export async function diagnose(probe: (name: BackendName) => Promise<BackendProbe>): Promise<Diagnosis> {
  const backends: BackendProbe[] = [];
  // One after the other, so that their timings do not disturb each other.
  for (const name of backendNames) backends.push(await probe(name));
  const auto = backends.find(({ outcome }) => outcome === 'works')?.name;
  return {
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    backends,
    ...(auto === undefined ? {} : { auto }),
  };
}

/** A diagnosis as lines for a terminal. */
export function formatDiagnosis(diagnosis: Diagnosis): string {
  const { node, platform, cores, processor, memoryGiB, backends, auto } = diagnosis;
  const width = Math.max(...backends.map(({ name }) => name.length));
  const lines = backends.map((probe) => `  ${probe.name.padEnd(width)}  ${verdict(probe)}`);
  const conclusion = auto === undefined ? 'No backend works: npm install @tensorflow/tfjs-backend-wasm@4.22' : `useBackend('auto') takes ${auto}.`;
  return [`Node ${node} on ${platform}, ${cores} cores of ${processor}, ${memoryGiB} GiB`, ...lines, conclusion].join('\n');
}

function verdict({ outcome, reason, mend, stepMilliseconds }: BackendProbe): string {
  if (outcome === 'works') return `works; a training step of one convolution takes ${(stepMilliseconds ?? 0).toFixed(1)} ms`;
  return outcome === 'missing' ? `not installed. ${mend}` : `fails: ${reason} ${mend}`;
}
