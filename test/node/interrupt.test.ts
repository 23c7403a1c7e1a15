import { EventEmitter } from 'node:events';
import { INTERRUPTED_EXIT_CODE, interruptSignal } from '../../src/node/interrupt';

const set = () => {
  const source = new EventEmitter();
  const exit = jest.fn();
  const onInterrupt = jest.fn();
  return { source, exit, onInterrupt, ...interruptSignal({ source, exit, onInterrupt }) };
};

it.each(['SIGINT', 'SIGTERM'])('the first %s aborts the signal and says so once', (name) => {
  const { source, signal, exit, onInterrupt } = set();
  expect(signal.aborted).toBe(false);
  source.emit(name);
  expect(signal.aborted).toBe(true);
  expect(onInterrupt).toHaveBeenCalledTimes(1);
  expect(exit).not.toHaveBeenCalled();
});

it('the second ends the program with exit code 130', () => {
  const { source, exit, onInterrupt } = set();
  source.emit('SIGINT');
  source.emit('SIGINT');
  expect(exit).toHaveBeenCalledWith(INTERRUPTED_EXIT_CODE);
  expect(INTERRUPTED_EXIT_CODE).toBe(130);
  expect(onInterrupt).toHaveBeenCalledTimes(1);
});

it('after dispose nothing listens', () => {
  const { source, signal, dispose } = set();
  dispose();
  expect(source.listenerCount('SIGINT') + source.listenerCount('SIGTERM')).toBe(0);
  source.emit('SIGINT');
  expect(signal.aborted).toBe(false);
});
