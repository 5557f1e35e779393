// What the page says to the island: the form, what it begins with, what the server found wrong, and words.

export interface ServerProblem {
  field: string;
  rows: number[];
  anchor: string;
  words: string[];
}

export type Words = Record<string, string>;

export interface Block {
  schema: Record<string, unknown>;
  data: Record<string, unknown>;
  problems: ServerProblem[];
  files: Record<string, string[]>;
  words: Words;
}

const NOTHING: Block = { schema: { type: 'default', components: [] }, data: {}, problems: [], files: {}, words: {} };

export function readBlock(island: HTMLElement): Block {
  const block = island.querySelector('script[type="application/json"]');
  return block?.textContent ? { ...NOTHING, ...(JSON.parse(block.textContent) as Partial<Block>) } : NOTHING;
}
