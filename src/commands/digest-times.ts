/** On which days a digest comes, where that has a word of its own. */
export type DigestDays = 'every-day' | 'weekdays';

const cronDays: Readonly<Record<DigestDays, string>> = { 'every-day': '*', weekdays: '1-5' };

/** Five cron fields for a time of day such as `09:00`. */
export function formatCron(time: string, days: DigestDays): string {
  const [hour = '0', minute = '0'] = time.split(':');
  return `${Number(minute)} ${Number(hour)} * * ${cronDays[days]}`;
}

/** The only time of day of a cron expression, such as `09:00`; `undefined` when it has several. */
export function timeOf(cron: string): string | undefined {
  const [minute = '', hour = ''] = cron.split(' ');
  const isOne = /^\d{1,2}$/.test(minute) && /^\d{1,2}$/.test(hour);
  return isOne ? `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}` : undefined;
}

/** The days of a cron expression; `undefined` when they are other ones, or chosen by date. */
export function daysOf(cron: string): DigestDays | undefined {
  const [, , date, month, day = ''] = cron.split(' ');
  if (date !== '*' || month !== '*') return undefined;
  if (day === '*' || day === '?') return 'every-day';
  return /^(1-5|mon-fri)$/i.test(day) ? 'weekdays' : undefined;
}
