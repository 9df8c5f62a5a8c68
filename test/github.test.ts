import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';

interface Job {
  readonly 'timeout-minutes': number;
  readonly container: string;
  readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly with?: object }[];
}

interface Workflow {
  readonly on: object;
  readonly permissions: object;
  readonly concurrency: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface FormField {
  readonly type: string;
  readonly id?: string;
  readonly attributes: {
    readonly label?: string;
    readonly options?: readonly { readonly required?: boolean }[];
  };
  readonly validations?: { readonly required?: boolean };
}

interface Form {
  readonly name: string;
  readonly description: string;
  readonly body: readonly FormField[];
}

/** A file of `.github`; throws when it is not YAML. */
function readYaml(path: string): unknown {
  const document = parseDocument(readFileSync(join('.github', path), 'utf8'), { strict: true });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw problem;
  return document.toJS();
}

const forms = ['bug.yml', 'feature.yml'];
const readForm = (name: string) => readYaml(join('ISSUE_TEMPLATE', name)) as Form;

describe('.github', () => {
  it('has only YAML that can be read', () => {
    const files = readdirSync('.github', { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.ya?ml$/.test(path),
    );
    expect(files.length).toBeGreaterThan(4);
    for (const file of files) expect(readYaml(file), file).toBeTypeOf('object');
  });
});

describe('the test workflow', () => {
  const workflow = readYaml('workflows/test.yml') as Workflow;
  const jobs = Object.values(workflow.jobs);

  it('runs .ci/run, which can be run, for every push to main and every pull request', () => {
    expect(workflow.on).toEqual({ push: { branches: ['main'] }, pull_request: null });
    expect(jobs.map(({ steps }) => steps.flatMap(({ run }) => run ?? []))).toEqual([['.ci/run']]);
    expect(() => accessSync('.ci/run', constants.X_OK)).not.toThrow();
  });

  it('runs on Debian with a Node that .ci/run accepts, and ends by itself', () => {
    for (const job of jobs) {
      expect(job.container).toMatch(/^node:(2[2-9])-bookworm$/);
      expect(job['timeout-minutes']).toBe(30);
    }
  });

  it('may only read, and uses nothing that can change behind its back', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const used = jobs.flatMap(({ steps }) => steps.filter(({ uses }) => uses !== undefined));
    expect(used.length).toBeGreaterThan(0);
    for (const { uses } of used) expect(uses).toMatch(/@[0-9a-f]{40}$/);
    const checkouts = used.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.map((step) => step.with)).toEqual([{ 'persist-credentials': false }]);
  });
});

describe('dependabot', () => {
  const { updates } = readYaml('dependabot.yml') as {
    updates: readonly {
      'package-ecosystem': string;
      schedule: object;
      groups: Record<string, { patterns?: string[] }>;
    }[];
  };

  it('looks at the packages and at the actions once a week', () => {
    expect(updates.map((update) => update['package-ecosystem'])).toEqual(['npm', 'github-actions']);
    for (const { schedule } of updates) expect(schedule).toEqual({ interval: 'weekly' });
  });

  it('updates the packages with a binary for each platform together', () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, Record<'dependencies' | 'devDependencies', Record<string, string>>>;
    };
    const { dependencies, devDependencies } = packages[''] ?? {};
    const patterns = updates[0]?.groups['binaries']?.patterns ?? [];
    const isMatched = (name: string) =>
      patterns.some((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name));
    const names = Object.keys({ ...dependencies, ...devDependencies });
    const withBinaries = ['libsql', '@biomejs/biome', 'knip', 'oxc-parser', 'oxlint', 'oxlint-tsgolint'];
    expect(names.filter(isMatched)).toEqual(withBinaries);
  });
});

describe('the issue forms', () => {
  it('are the only way to write an issue', () => {
    expect(readYaml('ISSUE_TEMPLATE/config.yml')).toMatchObject({ blank_issues_enabled: false });
  });

  it.each(forms)('have what GitHub requires: %s', (name) => {
    const { body, ...form } = readForm(name);
    expect(form).toMatchObject({ name: expect.any(String), description: expect.any(String) });
    const questions = body.filter(({ type }) => type !== 'markdown');
    expect(questions.length).toBeGreaterThan(2);
    for (const { type, id, attributes } of questions) {
      expect(['input', 'textarea', 'dropdown', 'checkboxes']).toContain(type);
      expect(id).toMatch(/^[a-z]+$/);
      expect(attributes.label).toBeTypeOf('string');
    }
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
    expect(new Set(questions.map(({ attributes }) => attributes.label)).size).toBe(questions.length);
  });

  it('ask for all that finding a bug needs, and for a log without secrets', () => {
    const { body } = readForm('bug.yml');
    const required = body.filter(({ validations }) => validations?.required === true).map(({ id }) => id);
    expect(required).toEqual(['what', 'expected', 'log', 'version', 'node', 'mode']);
    expect(body.find(({ id }) => id === 'log')?.attributes.label).toContain('redacted');
    expect(body.find(({ id }) => id === 'redacted')?.attributes.options).toMatchObject([{ required: true }]);
  });

  it('point to the list of symptoms first', () => {
    const [first] = readForm('bug.yml').body;
    expect(JSON.stringify(first)).toContain('](../blob/HEAD/docs/troubleshooting.md)');
  });
});
