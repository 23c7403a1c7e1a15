import type { Markup } from './markup';
import { markup } from './markup';
import { formatMoment, grouped } from './number-format';
import type { RunState, ReportStatus } from './report-data';

const STATUS: Readonly<Record<ReportStatus, string>> = {
  unknown: '',
  running: 'Running',
  paused: 'Paused',
  completed: 'Completed',
  stopped: 'Stopped early',
  failed: 'Failed',
};

/** Title, how the run stands, how far it came, and its key figures. */
export function pageHeader(title: string, run: RunState, writtenAt: number, figures: Markup): Markup {
  const { status, reason, epoch, maxEpochs, iteration, startedAt } = run;
  const way = [
    status !== 'unknown' && `${grouped(epoch)}${maxEpochs === null ? '' : ` of ${grouped(maxEpochs)}`} epochs, ${grouped(iteration)} iterations`,
    startedAt !== null && `started ${formatMoment(startedAt)}`,
    `written ${formatMoment(writtenAt)}`,
  ].filter((part) => part !== false);
  return markup`<header><div class="top">${status !== 'unknown' && markup`<p class="status ${status}">${STATUS[status]}</p>`}<button type="button" class="theme" aria-label="Change between light and dark" hidden><svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6.25"/><path d="M8 1.75a6.25 6.25 0 0 1 0 12.5z"/></svg></button></div>
<h1>${title}</h1><p class="way">${way.map((part, index) => markup`${index > 0 && ' · '}<span>${part}</span>`)}</p>${reason !== null && markup`<p class="reason">${reason}</p>`}
${figures}</header>
`;
}
