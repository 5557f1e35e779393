// bpmn-engine: a case recovered, resumed, signalled and saved around every task. One line in, one line out: the state of the case.
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { Engine } from "bpmn-engine";

const [path, source, answers] = process.argv.slice(2);
const form = JSON.parse(answers);
const database = new DatabaseSync(path);
database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE saved (id INTEGER PRIMARY KEY, state TEXT NOT NULL)");
const insert = database.prepare("INSERT INTO saved VALUES (?, ?)");
const select = database.prepare("SELECT state FROM saved WHERE id = ?");
const update = database.prepare("UPDATE saved SET state = ? WHERE id = ?");

async function begin(id) {
  const engine = new Engine({ name: "p", source });
  const execution = await engine.execute();
  insert.run(id, JSON.stringify(await engine.getState()));
  await execution.stop();
  return "running";
}

async function complete(id) {
  const engine = new Engine({ name: "p" }).recover(JSON.parse(select.get(id).state));
  const execution = await engine.resume();
  execution.getPostponed()[0].signal(form);
  const state = await engine.getState();
  update.run(JSON.stringify(state), id);
  if (state.state === "running") await execution.stop();
  return state.state;
}

for await (const line of createInterface({ input: process.stdin })) {
  const [what, id] = line.split(" ");
  console.log(await (what === "begin" ? begin : complete)(Number(id)));
}
