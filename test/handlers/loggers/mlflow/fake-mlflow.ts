/** A metric as MLflow's REST interface has it. */
export interface Metric {
  readonly key: string;
  readonly value: number | string;
  readonly timestamp: number;
  readonly step: number;
}

interface Pair {
  readonly key: string;
  readonly value: string;
}

interface Body {
  readonly name?: string;
  readonly run_id?: string;
  readonly run_name?: string;
  readonly experiment_id?: string;
  readonly filter?: string;
  readonly status?: string;
  readonly end_time?: number;
  readonly start_time?: number;
  readonly tags?: readonly Pair[];
  readonly params?: readonly Pair[];
  readonly metrics?: readonly Metric[];
}

interface Run {
  readonly id: string;
  readonly experimentId: string;
  readonly name: string | undefined;
  readonly startTime: number | undefined;
  status: string;
  endTime: number | undefined;
  readonly tags: Map<string, string>;
  readonly params: Map<string, string>;
  metrics: Metric[];
}

/** What happens to a request: `away` fails before the server sees it, `lost` after, `hangs` until it is given up. */
export type Weather = 'fair' | 'away' | 'lost' | 'hangs' | Response;

const refuse = (status: number, error_code: string, message: string): Response => Response.json({ error_code, message }, { status });

/** As much of MLflow as its REST interface shows, behind a `fetch`, with its limits. */
export function fakeMlflow({ keepsFiles = true } = {}) {
  const server = {
    calls: [] as string[],
    headers: [] as Headers[],
    /** What happens to the next requests, one each; fair weather after them. */
    weather: [] as Weather[],
    /** What happens to all others. */
    climate: 'fair' as Weather,
    experiments: new Map<string, string>([['Default', '0']]),
    runs: [] as Run[],
    files: new Map<string, string>(),
    isDeleted: false,
    async fetch(url: string, { method, headers, body, signal }: RequestInit): Promise<Response> {
      const { pathname, searchParams } = new URL(url);
      const weather = server.weather.shift() ?? server.climate;
      const call = `${String(method)} ${pathname.replace(/^.*\/(mlflow|artifacts)\//, '')}`;
      server.calls.push(call);
      server.headers.push(new Headers(headers));
      if (weather === 'away') throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
      if (weather === 'hangs') await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
      if (weather instanceof Response) return weather;
      const text = typeof body === 'string' ? body : '';
      const answer = pathname.includes('/mlflow-artifacts/')
        ? (server.files.set(decodeURIComponent(pathname.replace(/^.*\/artifacts\/0\/[^/]*\/artifacts\//, '')), text), Response.json({}))
        : respond(call, searchParams, (text === '' ? {} : JSON.parse(text)) as Body);
      if (weather === 'lost') throw new TypeError('fetch failed', { cause: new Error('read ECONNRESET') });
      return answer;
    },
  };

  const show = ({ id, experimentId }: Run) => ({
    info: { run_id: id, experiment_id: experimentId, artifact_uri: keepsFiles ? `mlflow-artifacts:/${experimentId}/${id}/artifacts` : '/tmp/artifacts' },
  });

  function respond(call: string, query: URLSearchParams, body: Body): Response {
    if (call === 'GET experiments/get-by-name') {
      const id = server.experiments.get(query.get('experiment_name') ?? '');
      return id === undefined ? refuse(404, 'RESOURCE_DOES_NOT_EXIST', 'no such experiment') : Response.json({ experiment: { experiment_id: id } });
    }
    if (call === 'POST experiments/create') {
      const { name = '' } = body;
      if (server.experiments.has(name)) return refuse(400, 'RESOURCE_ALREADY_EXISTS', 'there is one');
      server.experiments.set(name, String(server.experiments.size));
      return Response.json({ experiment_id: server.experiments.get(name) });
    }
    if (call === 'POST runs/create') {
      const run: Run = {
        id: `run${server.runs.length}`,
        experimentId: body.experiment_id ?? '',
        name: body.run_name,
        startTime: body.start_time,
        status: 'RUNNING',
        endTime: undefined,
        tags: new Map(body.tags?.map(({ key, value }) => [key, value])),
        params: new Map(),
        metrics: [],
      };
      server.runs.push(run);
      return Response.json({ run: show(run) });
    }
    if (call === 'POST runs/search') {
      const [, key = '', value] = /^tags\.`(.*)` = '(.*)'$/.exec(body.filter ?? '') ?? [];
      return Response.json({ runs: server.runs.filter(({ tags }) => tags.get(key) === value).map(show) });
    }
    const run = server.runs.find(({ id }) => id === (body.run_id ?? query.get('run_id')));
    if (run === undefined) return refuse(404, 'RESOURCE_DOES_NOT_EXIST', 'no such run');
    if (call === 'GET runs/get') return Response.json({ run: show(run) });
    if (call === 'POST runs/update') {
      run.status = body.status ?? run.status;
      run.endTime = body.end_time;
      return Response.json({});
    }
    return logBatch(run, body);
  }

  function logBatch(run: Run, { metrics = [], params = [], tags = [] }: Body): Response {
    if (server.isDeleted) return refuse(400, 'INVALID_PARAMETER_VALUE', 'the run is deleted');
    if (metrics.length > 1000 || params.length > 100 || tags.length > 100) return refuse(400, 'INVALID_PARAMETER_VALUE', 'too many');
    if (new TextEncoder().encode(JSON.stringify({ metrics, params, tags })).length > 1e6) return refuse(400, 'INVALID_PARAMETER_VALUE', 'too large');
    const bad = [...metrics, ...params, ...tags].find(({ key }) => !/^[/\w.\- ]{1,250}$/.test(key));
    if (bad !== undefined) return refuse(400, 'INVALID_PARAMETER_VALUE', `bad name ${bad.key}`);
    const changed = params.filter(({ key, value }) => (run.params.get(key) ?? value) !== value).map(({ key }) => key);
    if (changed.length > 0) return refuse(400, 'INVALID_PARAMETER_VALUE', `cannot change ${changed.join(', ')}`);
    for (const { key, value } of params) run.params.set(key, value);
    for (const { key, value } of tags) run.tags.set(key, value);
    // As in MLflow's databases, the same metric again is the same row.
    const rows = new Map([...run.metrics, ...metrics].map((metric) => [JSON.stringify(metric), metric]));
    run.metrics = [...rows.values()];
    return Response.json({});
  }

  return server;
}
