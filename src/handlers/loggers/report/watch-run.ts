import type { AnyEngine } from '../../../engine';
import { Events, RemovableEventHandle } from '../../../engine';
import type { ReportData, ReportStatus } from './report-data';

/** What {@link watchRun} needs beside the run. */
export interface RunWatch {
  readonly data: ReportData;
  readonly samplesPerEpoch: number | null;
  /** Milliseconds since 1970. */
  readonly wallTime: () => number;
  /** Writes the page; never rejects. */
  readonly write: () => Promise<void>;
}

/**
 * Keeps a report's data up with a run, and has the page written when an epoch begins, so that it has all that the handlers of the last one
 * have logged, and without the run waiting for it. At its end the run waits, since the process may end with it.
 */
export function watchRun(trainer: AnyEngine, { data, samplesPerEpoch, wallTime, write }: RunWatch): RemovableEventHandle {
  const note = (status: ReportStatus, reason: string | null = null): void => {
    const { epoch, iteration, maxEpochs, epochLength } = trainer.state;
    data.updateRun({ status, reason, epoch, iteration, maxEpochs, epochLength });
  };
  const handles = [
    trainer.on(Events.STARTED, () => {
      // A run that begins anew counts from 1 again; one that goes on does not.
      if (trainer.state.iteration === 0) data.update({ epochs: [] });
      if (trainer.state.iteration === 0 || data.parts.run.startedAt === null) data.updateRun({ startedAt: wallTime() });
      note('running');
    }),
    trainer.on(Events.EPOCH_COMPLETED, () => {
      const { epoch, iteration, times } = trainer.state;
      const { epochs, run } = data.parts;
      if (run.status === 'failed' && run.reason !== null) data.addNote({ tag: 'error', text: `Handled, and training went on: ${run.reason}`, step: iteration });
      const earlier = epochs.filter((each) => each.epoch < epoch);
      data.update({ epochs: [...earlier, { epoch, iteration, seconds: times.EPOCH_COMPLETED ?? 0, samples: samplesPerEpoch }] });
      note('running');
    }),
    trainer.on(Events.EPOCH_STARTED, () => {
      data.updateRun({ status: 'running', reason: null });
      void write();
    }),
    trainer.on(Events.INTERRUPT, () => {
      note('paused');
      return write();
    }),
    trainer.on(Events.EXCEPTION_RAISED, (_, error) => {
      note('failed', error instanceof Error ? `${error.name}: ${error.message}` : String(error));
      return write();
    }),
    trainer.on(Events.TERMINATE, () => {
      const { maxIters, iteration } = trainer.state;
      note(maxIters !== null && iteration >= maxIters ? 'completed' : 'stopped');
      return write();
    }),
    trainer.on(Events.COMPLETED, () => {
      note(data.parts.run.status === 'stopped' ? 'stopped' : 'completed');
      return write();
    }),
  ];
  return new RemovableEventHandle(() => handles.forEach((handle) => handle.remove()));
}
