import { csvField } from '../csv-field';

/** A table as text, with the quotes and the ends of lines of RFC 4180. What there is no value for is an empty field. */
export function csvTable(header: readonly string[], rows: readonly (readonly (number | undefined)[])[]): string {
  return [header.map(csvField), ...rows].map((fields) => `${fields.join(',')}\r\n`).join('');
}
