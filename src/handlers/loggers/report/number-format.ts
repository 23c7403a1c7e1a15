/** A value with about four digits that matter: `0.2134`, `12.34`, `1.2e-5`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return withMinus(value.toExponential(2).replace(/\.?0+e/, 'e').replace('e+', 'e'));
  if (Number.isInteger(value)) return grouped(value);
  const digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4;
  return digits === 0 ? grouped(Math.round(value)) : withMinus(value.toFixed(digits));
}

/** A whole number with its thousands set apart by narrow spaces. */
export function grouped(value: number): string {
  return withMinus(String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f'));
}

/** A share as a percentage with one digit after the point. */
export function formatShare(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)}%` : '–';
}

/** A time such as `8.3 s`, `4 min 12 s`, `2 h 05 min`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (part: number): string => String(part).padStart(2, '0');
  return hours === 0 ? `${minutes} min ${two(rest)} s` : `${hours} h ${two(minutes)} min`;
}

/** A moment as `2025-03-01 09:30 UTC`. */
export function formatMoment(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function withMinus(text: string): string {
  return text.replace(/^-/, '−').replace('e-', 'e−');
}
