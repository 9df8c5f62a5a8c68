import { digestChannelId, opsChannelId } from './demo/demo-workspace.ts';
import { play, startDrivenDemo, typeLine } from './demo/driven-demo.ts';
import { launchChromium } from './demo/launch-chromium.ts';
import type { Demo } from './demo/start-demo.ts';
import type { StoredMessage } from './slack/stored-message.ts';

/** A window on a desk, and a phone. */
const widths = [940, 390] as const;

/** One kind of message, and how many pixels tall it may be at each width. */
interface Subject {
  readonly name: string;
  readonly most: readonly [number, number];
  /** More than one: all pages of an answer, of which the tallest counts. */
  readonly messages: readonly StoredMessage[];
}

/** For any message, however many portals there are. */
const anyMost = [3_000, 3_000] as const;

const browser = await launchChromium(process.env['CHROMIUM_PATH']).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
try {
  const heights = [
    ...(await measureDemo(7, sevenPortals)),
    ...(await measureDemo(300, hundreds)),
    ...(await measureDemo(500, everyAnswer)),
  ];
  process.stdout.write(renderTable(heights));
  process.exitCode = heights.some(isOver) ? 1 : 0;
} finally {
  await browser.close();
}

async function sevenPortals(demo: Demo): Promise<Subject[]> {
  const badDay: Subject[] = [
    { name: 'digest, bad day', most: [460, 540], messages: [await postDigest(demo)] },
    { name: 'all portals', most: [480, 560], messages: [await typeLine(demo, '')] },
    { name: 'one portal, ten rows', most: [430, 500], messages: [await typeLine(demo, 'acme')] },
    {
      name: 'digests of a channel',
      most: [300, 360],
      messages: [await typeLine(demo, 'digest', digestChannelId)],
    },
  ];
  await play(demo, 'next-morning');
  const secondDay = lastDigest(demo);
  // The first good morning still tells what came right in the night.
  for (const _ of [1, 2]) await play(demo, 'scene-11');
  return [
    ...badDay,
    { name: 'digest, bad second day', most: [560, 770], messages: secondDay },
    { name: 'digest, good day', most: [140, 180], messages: lastDigest(demo) },
  ];
}

function lastDigest({ slack }: Demo): StoredMessage[] {
  return slack.store.messages({ channelId: digestChannelId }).slice(-1);
}

async function hundreds(demo: Demo): Promise<Subject[]> {
  return [
    { name: 'digest of 300', most: [600, 680], messages: [await postDigest(demo)] },
    { name: 'all of 300', most: anyMost, messages: await typePages(demo, '') },
  ];
}

/** The digest, and every page of every answer that grows with the number of portals. */
async function everyAnswer(demo: Demo): Promise<Subject[]> {
  const digest = [await postDigest(demo)];
  const subjects: Subject[] = [{ name: 'digest of 500', most: anyMost, messages: digest }];
  for (const line of ['', 'problems', 'group:north', 'room', 'expiring', 'finance', 'customer']) {
    const messages = await typePages(demo, line);
    const pages = messages.length === 1 ? '' : `, tallest of ${messages.length} pages`;
    subjects.push({ name: `500: ${`/backups ${line}`.trim()}${pages}`, most: anyMost, messages });
  }
  return subjects;
}

/** Throws when the line was not understood: that answer is short. */
async function typePages(demo: Demo, line: string): Promise<StoredMessage[]> {
  const pages = [await typeLine(demo, line)];
  const shown = { '': 'north', finance: 'finance' }[line] ?? 'customer-';
  if (!JSON.stringify(pages).includes(shown)) throw new Error(`/backups ${line} shows no portal`);
  while (lastPageIn(pages) > pages.length) {
    const count = Math.min(lastPageIn(pages) - pages.length, 10);
    const numbers = Array.from({ length: count }, (_, index) => pages.length + 1 + index);
    pages.push(...(await Promise.all(numbers.map((page) => typeLine(demo, `${line} page ${page}`)))));
  }
  return pages;
}

/** The last page that a button of these answers leads to. */
function lastPageIn(answers: readonly StoredMessage[]): number {
  const named = JSON.stringify(answers.map(({ blocks }) => blocks)).matchAll(/page (\d+)"/g);
  return Math.max(1, ...[...named].map(([, page]) => Number(page)));
}

async function postDigest(demo: Demo): Promise<StoredMessage> {
  const digests = () =>
    demo.slack.store
      .messages({ channelId: digestChannelId })
      .filter(({ ephemeralTo }) => ephemeralTo === undefined);
  const before = digests().length;
  const answer = await typeLine(demo, 'digest now', digestChannelId);
  const digest = digests()[before];
  if (digest === undefined) throw new Error(`No digest was posted: ${answer.text}`);
  return digest;
}

interface Height {
  readonly name: string;
  /** As wide as in `widths`. */
  readonly px: readonly number[];
  readonly most: readonly number[];
}

async function measureDemo(
  portalCount: number,
  subjectsOf: (demo: Demo) => Promise<Subject[]>,
): Promise<Height[]> {
  await using demo = await startDrivenDemo(portalCount);
  const subjects = await subjectsOf(demo);
  const heights = subjects.map(({ name, most }) => ({ name, most, px: [] as number[] }));
  for (const width of widths) {
    const heightOf = await measureMessages(demo, width);
    for (const [index, { messages }] of subjects.entries()) {
      heights[index]?.px.push(Math.max(...messages.map(heightOf)));
    }
  }
  return heights;
}

/** Draws every message that was posted. */
async function measureMessages(demo: Demo, width: number): Promise<(message: StoredMessage) => number> {
  const heights = new Map<string, number>();
  for (const id of [opsChannelId, digestChannelId]) {
    const page = await browser.newPage({ viewport: { width, height: 1_600 }, timezoneId: 'Europe/Berlin' });
    await page.goto(`${demo.page.url}#${id}`);
    const last = demo.slack.store.messages({ channelId: id }).at(-1);
    if (last !== undefined) await page.locator(`[data-ts="${last.ts}"]`).waitFor();
    const rows = await page
      .locator('[data-ts]')
      .evaluateAll((all) =>
        all.map((row) => [row.getAttribute('data-ts'), row.getBoundingClientRect().height] as const),
      );
    for (const [ts, height] of rows) heights.set(`${id} ${ts}`, Math.round(height));
    await page.close();
  }
  return ({ channelId, ts }) => heights.get(`${channelId} ${ts}`) ?? Number.NaN;
}

/** A height that could not be measured counts as over. */
function isOver({ px, most }: Height): boolean {
  return px.some((height, index) => !(height <= (most[index] ?? 0)));
}

function renderTable(rows: readonly Height[]): string {
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const line = (name: string, cells: readonly string[]) =>
    `${[name.padEnd(nameWidth), ...cells.map((cell) => cell.padStart(12))].join('  ').trimEnd()}\n`;
  const title = line(
    'Height in px',
    widths.map((width) => `${width} wide`),
  );
  const body = rows.map((row) =>
    line(row.name, [
      ...row.px.map((px, index) => `${px} of ${row.most[index]}`),
      isOver(row) ? 'too tall' : '',
    ]),
  );
  return [title, ...body].join('');
}
