// Times @bpmn-io/feelin as form-js uses it: reads [{texts, scope, times}] as JSON, evaluates all texts of a case that many
// times, and writes {seconds, value} for each case.
import { readFileSync } from 'node:fs';

import { evaluate } from '@bpmn-io/feelin';

const answers = JSON.parse(readFileSync(0, 'utf8')).map(({ texts, scope, times }) => {
  const once = () => texts.map((text) => evaluate(text, scope).value);
  let seconds = Infinity;
  let values = once();
  for (let round = 0; round < 3; round++) {
    const begun = performance.now();
    for (let turn = 0; turn < times; turn++) {
      values = once();
    }
    seconds = Math.min(seconds, (performance.now() - begun) / times / 1000);
  }
  const last = values.at(-1);
  return { seconds, value: Array.isArray(last) ? last.length : last };
});
process.stdout.write(JSON.stringify(answers));
