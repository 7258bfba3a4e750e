/**
 * What the tasks of a page's thread cost, and which of them are ours: out of Chromium's own trace, with its samples of what
 * runs. Counted is the time of the processor, which other programs on a busy machine do not lengthen.
 */

/** What is traced: tasks, calls of scripts, and samples of the stack. */
const CATEGORIES = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-v8.cpu_profiler',
];
/** Longest wait for a trace to come, ms: a thousand frames write a long one. */
const LONGEST = 60_000;

/** @typedef {import('playwright-core').CDPSession} CDPSession */
/**
 * @typedef {object} Task
 * @property {number} time that it had of the processor, ms
 * @property {boolean} isOurs whether our script ran in it
 * @property {number} pages part of `time` in which the page's own scripts ran, ms, as far as samples tell
 */
/** @typedef {{ nodes: Map<number, any>, end: number, samples: { time: number, node: number }[] }} Profile */
/** @typedef {{ pid: number, tid: number, ts: number, dur?: number, tdur?: number, ph: string, name: string, id?: string, args: any }} TraceEvent */

/**
 * Traces the browser while something is done.
 * @param {CDPSession} session the browser's
 * @param {string} address the page's
 * @param {string} script the end of our script's address
 * @param {() => Promise<void>} act
 * @returns {Promise<Task[]>} the tasks of the thread that the page had
 */
export async function tasksOf(session, address, script, act) {
  /** @type {TraceEvent[]} */
  const events = [];
  const collect = (/** @type {{ value: any[] }} */ { value }) => {
    for (const event of value) events.push(event);
  };
  session.on('Tracing.dataCollected', collect);
  try {
    await session.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: {
        recordMode: 'recordAsMuchAsPossible',
        includedCategories: CATEGORIES,
        excludedCategories: ['*'],
      },
    });
    try {
      await act();
    } finally {
      const complete = new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('the trace did not come')), LONGEST);
        session.once('Tracing.tracingComplete', () => {
          clearTimeout(timer);
          resolve(null);
        });
      });
      await session.send('Tracing.end');
      await complete;
    }
  } finally {
    session.off('Tracing.dataCollected', collect);
  }
  return judge(events, address, script);
}

/** The longest task of ours, without what the page's own scripts did in it, ms. @param {Task[]} tasks */
export function longestOfOurs(tasks) {
  return tasks
    .filter(({ isOurs }) => isOurs)
    .reduce((longest, { time, pages }) => Math.max(longest, time - pages), 0);
}

/**
 * @param {TraceEvent[]} events
 * @param {string} address
 * @param {string} script
 * @returns {Task[]}
 */
function judge(events, address, script) {
  const load = events.find(({ name, args }) => name === 'CommitLoad' && args.data?.url === address);
  if (load === undefined) throw new Error(`the trace has no page ${address}`);
  const { pid, tid } = load;
  const here = events.filter((event) => event.pid === pid);
  const tasks = here
    .filter((event) => event.name === 'RunTask' && event.ph === 'X' && event.tid === tid)
    .sort((a, b) => a.ts - b.ts)
    .map(({ ts, dur = 0, tdur = 0 }) => ({ ts, dur, time: tdur / 1000, isOurs: false, pages: 0 }));
  let at = 0;
  const taskAt = (/** @type {number} */ time) => {
    while (at < tasks.length && Number(tasks[at]?.ts) + Number(tasks[at]?.dur) < time) at += 1;
    const task = tasks[at];
    return task !== undefined && task.ts <= time ? task : undefined;
  };
  const origin = new URL(address).origin;
  for (const { time, length, whose } of samplesOf(here, origin, script)) {
    const task = taskAt(time);
    if (task === undefined) continue;
    if (whose === 'ours') task.isOurs = true;
    // Samples count by the clock; what the task did not have of the processor, its parts did not either.
    if (whose === 'page') task.pages += (length / Math.max(task.dur, 1)) * task.time;
  }
  at = 0;
  for (const { ts, args } of here.sort((a, b) => a.ts - b.ts)) {
    const task = taskAt(ts);
    if (task !== undefined && args.data?.url?.endsWith?.(script)) task.isOurs = true;
  }
  return tasks.map(({ time, isOurs, pages }) => ({ time, isOurs, pages: Math.min(pages, time) }));
}

/**
 * What was running, sample by sample.
 * @param {TraceEvent[]} events of one process
 * @param {string} origin the page's
 * @param {string} script
 */
function samplesOf(events, origin, script) {
  /** @type {Map<string, Profile>} */
  const profiles = new Map();
  const chunks = events.filter(({ name }) => name === 'Profile' || name === 'ProfileChunk');
  for (const { id = '', args } of chunks.sort((a, b) => a.ts - b.ts)) {
    /** @type {Profile} */
    const profile = profiles.get(id) ?? { nodes: new Map(), end: 0, samples: [] };
    profiles.set(id, profile);
    const { startTime, cpuProfile, timeDeltas = [] } = args.data;
    if (startTime) profile.end = startTime;
    for (const node of cpuProfile?.nodes ?? []) profile.nodes.set(node.id, node);
    for (const [index, node] of (cpuProfile?.samples ?? []).entries()) {
      profile.end += timeDeltas[index] ?? 0;
      profile.samples.push({ time: profile.end, node });
    }
  }
  return [...profiles.values()]
    .flatMap(({ nodes, samples }) => {
      /** @type {Map<number, 'ours' | 'page' | null>} */
      const known = new Map();
      /** Ours is also what is called by us, down to the browser's own. @type {(id: number) => 'ours' | 'page' | null} */
      const whose = (id) => {
        const before = known.get(id);
        if (before !== undefined) return before;
        const { parent, callFrame } = nodes.get(id) ?? {};
        const above = parent === undefined ? null : whose(parent);
        const url = String(callFrame?.url ?? '');
        const own = url.endsWith(script) ? 'ours' : url.startsWith(origin) ? 'page' : null;
        const found = above === 'ours' ? above : (own ?? above);
        known.set(id, found);
        return found;
      };
      return samples.map(({ time, node }, index) => ({
        time,
        length: (samples[index + 1]?.time ?? time) - time,
        whose: whose(node),
      }));
    })
    .sort((a, b) => a.time - b.time);
}
