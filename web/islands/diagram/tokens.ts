// Where the case stands, as the page says it: element ids that are done, being done now, late, and where it is stuck.

export interface Tokens {
  done: string[];
  now: string[];
  late: string[];
  stuck: string[];
}

export interface Flow {
  id: string;
  source: string;
  target: string;
}

const NONE: Tokens = { done: [], now: [], late: [], stuck: [] };

export function readTokens(section: HTMLElement): Tokens {
  const block = section.querySelector('script[type="application/json"]');
  return block?.textContent ? { ...NONE, ...(JSON.parse(block.textContent) as Partial<Tokens>) } : NONE;
}

// The history names steps, not lines: a line counts as walked when it leads from a finished step to one that was reached.
export function walkedFlows(flows: Flow[], tokens: Tokens): string[] {
  const done = new Set(tokens.done);
  const reached = new Set([...tokens.done, ...tokens.now, ...tokens.late, ...tokens.stuck]);
  return flows.filter((flow) => done.has(flow.source) && reached.has(flow.target)).map((flow) => flow.id);
}

// One class for each element; stuck outranks late, late outranks now, now outranks done (a step may have been walked before).
export function classesOf(elements: string[], tokens: Tokens): Map<string, string[]> {
  const done = new Set(tokens.done);
  const now = new Set(tokens.now);
  const late = new Set(tokens.late);
  const stuck = new Set(tokens.stuck);
  return new Map(
    elements.map((id) => {
      if (stuck.has(id)) return [id, ['stuck']];
      if (late.has(id)) return [id, ['now', 'late']];
      if (now.has(id)) return [id, ['now']];
      return [id, [done.has(id) ? 'done' : 'ahead']];
    }),
  );
}
