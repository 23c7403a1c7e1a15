import { jsonBlock, markup } from '../../../../src/handlers/loggers/report/markup';

test('texts are escaped, between tags and in attributes; markup is not escaped again', () => {
  const name = `<img src=x onerror="alert('1')">&`;
  const escaped = '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;';
  expect(markup`<b title="${name}">${name}</b>${markup`<i>${name}</i>`}`.text).toBe(`<b title="${escaped}">${escaped}</b><i>${escaped}</i>`);
});

test('lists are joined, numbers shown, and what is absent is left out', () => {
  expect(markup`${[1, [markup`<b>`, '<']]}|${0}|${false}${null}${undefined}${''}`.text).toBe('1<b>&lt;|0|');
});

test('control characters have no place, line breaks and tabs have', () => {
  expect(markup`${'a\u0000b\u001b[1mc\td\ne\u0085'}`.text).toBe('a\ufffdb\ufffd[1mc\td\ne\ufffd');
});

test('nothing in a data block can end it', () => {
  const block = jsonBlock({ text: '</script><!--<script>' }).text;
  expect(block.match(/</g)).toHaveLength(2);
  expect(JSON.parse(block.replace(/^<script type="application\/json">|<\/script>$/g, ''))).toEqual({ text: '</script><!--<script>' });
});
