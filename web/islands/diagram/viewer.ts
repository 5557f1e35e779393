// Draws a BPMN file with bpmn-js and marks where the case stands.

import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';

import { classesOf, type Flow, type Tokens, walkedFlows } from './tokens';

interface DiagramElement {
  id: string;
  type: string;
  labelTarget?: unknown;
  source?: { id: string };
  target?: { id: string };
}

interface Canvas {
  addMarker(id: string, marker: string): void;
  zoom(level: 'fit-viewport' | number, center?: 'auto'): number;
  scrollToElement(id: string): void;
}

interface ElementRegistry {
  getAll(): DiagramElement[];
}

interface Overlays {
  add(id: string, overlay: { position: { top: number; left: number }; html: HTMLElement }): void;
}

export interface Words {
  here: string;
  stuck: string;
}

const LEAST_READABLE = 0.7;
const UNMARKED = new Set(['bpmn:Process', 'bpmn:Collaboration', 'bpmn:Participant', 'bpmn:Lane', 'bpmn:TextAnnotation']);

export async function drawDiagram(container: HTMLElement, xml: string, tokens: Tokens, words: Words): Promise<void> {
  const viewer = new NavigatedViewer({ container });
  await viewer.importXML(xml);
  container.querySelector('.bjs-breadcrumbs')?.setAttribute('lang', 'zh-CN'); // names of a drawing are Chinese
  const canvas = viewer.get<Canvas>('canvas');
  const elements = viewer.get<ElementRegistry>('elementRegistry').getAll().filter((element) => !element.labelTarget);
  mark(canvas, elements, tokens);
  const standing = new Set([...tokens.stuck, ...tokens.now, ...tokens.late]);
  const present = elements.filter((element) => standing.has(element.id)).map((element) => element.id);
  const overlays = viewer.get<Overlays>('overlays');
  for (const id of present) overlays.add(id, { position: { top: -26, left: 0 }, html: flag(id, tokens, words) });
  // A wide diagram shrunk to the page cannot be read: show it at a readable size where the case stands.
  if (canvas.zoom('fit-viewport', 'auto') < LEAST_READABLE) canvas.zoom(LEAST_READABLE, 'auto');
  if (present[0]) canvas.scrollToElement(present[0]);
}

function mark(canvas: Canvas, elements: DiagramElement[], tokens: Tokens): void {
  const steps = elements.filter((element) => !element.source && !UNMARKED.has(element.type)).map((element) => element.id);
  for (const [id, classes] of classesOf(steps, tokens)) for (const name of classes) canvas.addMarker(id, name);
  for (const id of walkedFlows(elements.flatMap(asFlow), tokens)) canvas.addMarker(id, 'done');
}

function asFlow(element: DiagramElement): Flow[] {
  if (element.type !== 'bpmn:SequenceFlow' || !element.source || !element.target) return [];
  return [{ id: element.id, source: element.source.id, target: element.target.id }];
}

function flag(id: string, tokens: Tokens, words: Words): HTMLElement {
  const element = document.createElement('span');
  const isStuck = tokens.stuck.includes(id);
  element.className = isStuck ? 'here is-stuck' : tokens.late.includes(id) ? 'here is-late' : 'here';
  element.textContent = isStuck ? words.stuck : words.here;
  return element;
}
