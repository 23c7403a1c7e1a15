/** A piece of HTML or SVG that is safe to put into a page: made by {@link markup} or from a constant. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** What may stand in a piece of markup; texts are escaped, lists are joined, and what is absent or `false` is left out. */
export type MarkupValue = Markup | string | number | false | null | undefined | readonly MarkupValue[];

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Control characters, but for tab and line breaks: HTML does not allow them, and a text from a file may hold them. */
const FORBIDDEN = /(?![\t\n\r])\p{Cc}/gu;

/**
 * Markup from a template; what is put in is escaped, so that a text is never more than a text, between tags and in quoted attributes.
 *
 * `markup\`<b>${'<i>'}</b>\`` is `<b>&lt;i&gt;</b>`.
 */
export function markup(parts: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  return new Markup(parts.map((part, index) => part + show(values[index])).join(''));
}

function show(value: MarkupValue): string {
  if (value === undefined || value === null || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(show).join('');
  return String(value).replace(FORBIDDEN, '\ufffd').replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

/** A value as JSON for a data block, which no text in it can end. */
export function jsonBlock(value: unknown): Markup {
  return new Markup(`<script type="application/json">${JSON.stringify(value).replaceAll('<', '\\u003c')}</script>`);
}
