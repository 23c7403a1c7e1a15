import * as tf from '@tensorflow/tfjs-core';
import { Engine } from '../../../src/engine';
import { OptionError } from '../../../src/errors';
import { FastaiLRFinder } from '../../../src/handlers';
import { SGD } from '../../../src/optim';
import { useTestBackend } from '../../support/backend';

useTestBackend();

const quiet = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };
const all = { skipStart: 0, skipEnd: 0 };

async function search(losses: readonly number[], ...ends: number[]) {
  const optimizer = new SGD(ends.map((_, index) => ({ params: [{ name: `w${index}`, variable: tf.variable(tf.scalar(0)) }], lr: 1 })));
  const finder = new FastaiLRFinder({ logger: quiet });
  await finder.run(new Engine((_, loss: number) => loss), losses, { toSave: { optimizer }, endLr: ends, smoothF: 0, divergeTh: 100 });
  return finder;
}

const valley = [9, 8, 4, 1, 2, 9];

beforeEach(() => quiet.warn.mockClear());

describe('plot', () => {
  it('draws the loss over the rate and marks the suggestion', async () => {
    const finder = await search(valley, 64);
    expect(finder.plot({ ...all, columns: 32, rows: 5 })).toBe(
      [
        '9 ┤•     •                     •',
        '  │',
        '  │           ◆',
        '  │                      •',
        '1 ┤                 •',
        '  └─────────────────────────────',
        '   1                          32',
        '   loss over learning rate, logarithmic; ◆ suggested: 4',
      ].join('\n'),
    );
  });

  it('draws a linear axis without a mark', async () => {
    const text = (await search(valley, 64)).plot({ ...all, logLr: false, displaySuggestion: false });
    expect(text).toMatch(/learning rate$/);
    expect(text).not.toContain('◆');
  });

  it('draws a single point, and losses that are all the same', async () => {
    const finder = await search([2, 2, 2], 8);
    expect(finder.plot({ skipStart: 2, skipEnd: 0 })).toContain('2 ┤•');
    expect(finder.plot(all)).toContain('•');
  });

  it('leaves out 10 iterations at the start and 5 at the end', async () => {
    const finder = await search(Array.from({ length: 20 }, (_, index) => 20 - index), 8);
    expect(finder.plot({ displaySuggestion: false }).split('•')).toHaveLength(6);
  });

  it('leaves out a loss that is NaN', async () => {
    expect((await search([3, 2, 1, NaN], 8)).plot(all)).not.toContain('NaN');
  });

  it('warns when the suggestion is not among what is shown', async () => {
    const finder = await search(valley, 64);
    quiet.warn.mockClear();
    expect(finder.plot({ skipStart: 3, skipEnd: 0 })).not.toContain('◆');
    expect(quiet.warn).toHaveBeenCalledTimes(1);
  });

  it.each([[{ skipStart: -1 }], [{ skipEnd: 0.5 }], [{ skipStart: 3, skipEnd: 3 }], [{ columns: 5 }], [{ ax: 1 }]])('refuses %j', async (options) => {
    const finder = await search(valley, 64);
    expect(() => finder.plot(options as object)).toThrow(OptionError);
  });
});

describe('vegaLite', () => {
  it('is a line and a point, over a logarithmic axis', async () => {
    const finder = await search(valley, 64);
    const spec = finder.vegaLite(all);
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
    const [line, mark] = spec.layer as { data: { values: object[] }; encoding: { x: { scale: object } } }[];
    expect(spec.$schema).toMatch(/vega-lite\/v5/);
    expect(line?.data.values).toHaveLength(6);
    expect(line?.encoding.x.scale).toMatchObject({ type: 'log' });
    expect(mark?.data.values).toEqual([{ iteration: 3, lr: expect.closeTo(4), loss: 4, group: 'group 0' }]);
  });

  it('has a line for each parameter group', async () => {
    const spec = (await search(valley, 64, 729)).vegaLite({ ...all, logLr: false });
    const [line, mark] = spec.layer as { data: { values: { lr: number }[] }; encoding: { x: { scale: object }; color?: object } }[];
    expect(line?.data.values).toHaveLength(12);
    expect(line?.encoding.color).toBeDefined();
    expect(line?.encoding.x.scale).toMatchObject({ type: 'linear' });
    expect(mark?.data.values.map(({ lr }) => Math.round(lr))).toEqual([4, 9]);
  });

  it('has no point where there is no suggestion', async () => {
    expect((await search([1, 2, 3], 8)).vegaLite(all).layer).toHaveLength(1);
  });
});
