import { Control, onAbort } from '../../src/engine/control';

describe('what is asked of a run', () => {
  test('is pending until it is done', () => {
    const control = new Control();
    control.requestInterrupt();
    control.requestTerminateEpoch(true);
    expect(control.pending).toBe(true);
    control.endInterrupt();
    expect([control.pending, control.skipEpochCompleted]).toEqual([true, true]);
    control.endEpochRequest();
    expect([control.pending, control.terminateEpoch, control.skipEpochCompleted]).toEqual([false, false, false]);
  });

  test('is forgotten by reset, terminate included', () => {
    const control = new Control();
    control.requestTerminate(true);
    control.endEpochRequest();
    expect(control.pending).toBe(true);
    control.reset();
    expect([control.pending, control.terminate, control.skipCompleted]).toEqual([false, false, false]);
  });
});

test('an abort is heard until it is no longer listened for', () => {
  const controller = new AbortController();
  let stops = 0;
  const first = onAbort(controller.signal, () => stops++);
  const second = onAbort(controller.signal, () => stops++);
  second();
  controller.abort();
  first();
  expect(stops).toBe(1);
  expect(() => onAbort(undefined, () => stops++)()).not.toThrow();
});
